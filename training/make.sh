#!/bin/sh
# From the recovered encoder to the model: make.sh RECOVERED NAMES TRAINED FOLDER. Each stage goes on from the last.
# From the fourth on, place names and our own reports are learned together with all else; the sixth takes the newest
# reports in full. From there on reports that are told in sets are learned, as they were written: the seventh had the
# first 188, the eighth 494, the ninth 592; here each takes all of them. Real news coded by hand came with the tenth, 24 more
# texts of it with the eleventh. On processor cores that others use too,
# THREADS=1 is faster than two threads that wait for each other.
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
mkdir -p "$3/mix"
python -c 'import sys; from pathlib import Path; import torch; from export import mixed
*folders, out = map(Path, sys.argv[1:])
torch.save(mixed(folders, [0.8, 0.2]), out / "network.pt")' "$3/6" "$3/5" "$3/mix"
python train.py "$1" "$3/7" --start "$3/mix/network.pt" --names "$2" --own --epochs 6 --rate 1.2e-4 --heads 1e-3 \
  --fresh sets_en sets_fr sets_ar sets_it sets_es --coded 0.35 --quiet 8 --weak 20 --silver 30 --gaps 12 --every 2
python train.py "$1" "$3/8" --start "$3/7/network.pt" --names "$2" --own --epochs 11 --rate 1.2e-4 --heads 1e-3 \
  --fresh sets_en sets_fr sets_ar sets_it sets_es --coded 0.5 --quiet 10 --weak 20 --silver 30 --gaps 12 --every 2
python train.py "$1" "$3/9" --start "$3/8/network.pt" --names "$2" --own --epochs 4 --rate 9e-5 --heads 1e-3 \
  --fresh sets_en sets_fr sets_ar sets_it sets_es --coded 0.5 --quiet 10 --weak 20 --silver 30 --gaps 12 --every 2
python train.py "$1" "$3/10" --start "$3/9/network.pt" --names "$2" --own --epochs 6 --rate 1.3e-4 --heads 1.1e-3 \
  --fresh sets_en sets_fr sets_ar sets_it sets_es --coded 0.4 --quiet 8 --weak 12 --silver 24 --gaps 10 --every 2
python train.py "$1" "$3/11" --start "$3/10/network.pt" --names "$2" --own --epochs 4 --rate 1.1e-4 --heads 1e-3 \
  --fresh sets_en sets_fr sets_ar sets_it sets_es --coded 0.5 --quiet 6 --weak 6 --silver 20 --gaps 8 --every 2
python export.py "$3/11" "$3/8" "$3/9" "$4" --shares 0.7 0.15 0.15 --names "$2" --own --calibrate
