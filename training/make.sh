#!/bin/sh
# From the recovered encoder to the shipped model: make.sh RECOVERED TRAINED FOLDER. Each stage goes on from the last.
set -eu
python train.py "$1" "$2/1" --epochs 8 --weak 20 --quiet 30
python train.py "$1" "$2/2" --start "$2/1/network.pt" --epochs 12 --rate 2e-4 --heads 1.5e-3 --weak 20 --quiet 20
python train.py "$1" "$2/3" --start "$2/2/network.pt" --epochs 5 --rate 1.2e-4 --heads 1.5e-3 --weak 60 --quiet 20
python export.py "$2/2" "$2/3" "$3" --shares 0.4 0.6
