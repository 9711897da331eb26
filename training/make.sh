#!/bin/sh
# From the recovered encoder to the model: make.sh RECOVERED NAMES TRAINED FOLDER. About an hour and a half on two processor cores
# that do nothing else; on cores that others use too, THREADS=1 is faster than two threads that wait for each other.
set -eu
SETS="sets_en sets_fr sets_ar sets_it sets_es styles_en styles_fr styles_ar styles_it"
# shellcheck disable=SC2086
python train.py "$1" "$3" --names "$2" --own --epochs 14 --rate 2.5e-4 --heads 1.5e-3 --fresh $SETS --coded 0.7 \
  --quiet 16 --weak 13 --silver 50 --gaps 17 --every 7
python export.py "$3" "$4" --names "$2" --own --calibrate
