#!/bin/sh
# From the recovered encoder to the model: make.sh RECOVERED NAMES TRAINED FOLDER. Each stage goes on from the last.
# From the fourth on, place names and our own reports are learned together with all else; the sixth takes the newest
# reports in full. On processor cores that others use too, THREADS=1 is faster than two threads that wait for each other.
set -eu
python train.py "$1" "$3/1" --epochs 8 --weak 20 --quiet 30
python train.py "$1" "$3/2" --start "$3/1/network.pt" --epochs 12 --rate 2e-4 --heads 1.5e-3 --weak 20 --quiet 20
python train.py "$1" "$3/3" --start "$3/2/network.pt" --epochs 5 --rate 1.2e-4 --heads 1.5e-3 --weak 60 --quiet 20
python train.py "$1" "$3/4" --start "$3/3/network.pt" --names "$2" --own --epochs 3 --rate 1.5e-4 --heads 1.5e-3 \
  --coded 0.5 --quiet 10 --weak 20 --silver 260 --gaps 70 --every 3
python train.py "$1" "$3/5" --start "$3/4/network.pt" --names "$2" --own --epochs 12 --rate 1.5e-4 --heads 1.5e-3 \
  --quiet 12 --weak 24 --silver 130 --gaps 35 --every 4
python train.py "$1" "$3/6" --start "$3/5/network.pt" --names "$2" --own --epochs 5 --rate 1.4e-4 --heads 1.2e-3 \
  --fresh en_8 en_9 ar_2 fr_2 it_2 free_2 --coded 0.6 --quiet 10 --weak 24 --silver 50 --gaps 16 --every 2
python export.py "$3/6" "$3/5" "$4" --shares 0.8 0.2 --names "$2" --own --calibrate
