# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comune that is not Bologna, as a folder: two frazioni, five streets, residents, an office, a coat of arms."""

import io
import json
from pathlib import Path

from PIL import Image

TOML = '''format = 1

[comune]
name = "Comune di Valdombra"
part = "frazione"
colour = "#00457c"
coat_of_arms = "stemma.png"
attribution = "Confini: Comune di Valdombra, CC BY 4.0"

[zones]
file = "frazioni.geojson"
name = "NOME"
code = "COD"

[streets]
file = "vie.csv"
code = "cod"
name = "via"
place = "frazione"
even_from = "pari_da"
even_to = "pari_a"
odd_from = "dispari_da"
odd_to = "dispari_a"

[residents]
file = "abitanti.csv"
place = "frazione"
women = "femmine"
men = "maschi"
age = "eta"
day = 2025-12-31
source = "Anagrafe comunale"

[office]
name = "Ufficio partecipazione"
opening_hours = """
- lunedì e mercoledì, 9–13
- giovedì, 15–18
"""
address = "Piazza del Municipio 1"
phone = "0500 123456"
email = "partecipazione@comune.valdombra.example"

[[documents]]
title = "Regolamento della partecipazione"
file = "regolamento.txt.csv"

[rules]
min_age = 18

[privacy]
controller = "Comune di Valdombra"
controller_email = "protocollo@comune.valdombra.example"
officer_email = "dpo@comune.valdombra.example"
retention = "Un anno dopo l'ultimo accesso."
accessibility_email = "accessibilita@comune.valdombra.example"
'''
WEST, EAST = 10.40, 10.44


def square(west: float) -> list[list[list[float]]]:
    return [[[west, 43.70], [west + 0.04, 43.70], [west + 0.04, 43.73], [west, 43.73], [west, 43.70]]]


def write(folder: Path) -> Path:
    """The folder, whole."""
    folder.mkdir(exist_ok=True)
    named = (("Pieve a Valle", "P1", WEST), ("Monte Ombroso", "M2", EAST))
    features = [
        {
            "type": "Feature",
            "properties": {"NOME": name, "COD": code},
            "geometry": {"type": "Polygon", "coordinates": square(west)},
        }
        for name, code, west in named
    ]
    outlines = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    (folder / "frazioni.geojson").write_text(outlines, encoding="utf-8")
    vie = ["cod;via;frazione;pari_da;pari_a;dispari_da;dispari_a"]
    vie += ["1;Via Roma;Pieve a Valle;2;40;1;41", "1;Via Roma;Monte Ombroso;42;98;43;99"]
    vie += ["2;Via della Libertà;Monte Ombroso;2;998;1;999", "3;Piazza del Municipio;Pieve a Valle;2;998;1;999"]
    (folder / "vie.csv").write_bytes("\n".join(vie).encode("cp1252"))
    abitanti = ["frazione,eta,femmine,maschi"]
    for place, many in (("Pieve a Valle", 40), ("Monte Ombroso", 25)):
        abitanti += [f"{place},{age},{many},{many - 3}" for age in ("0-14", "15-19", "20-64", "65 e oltre")]
    (folder / "abitanti.csv").write_text("\n".join(abitanti), encoding="utf-8-sig")
    (folder / "regolamento.txt.csv").write_text("articolo;testo\n1;Partecipano tutti\n", encoding="utf-8")
    held = io.BytesIO()
    Image.new("RGB", (300, 400), "#00457c").save(held, "PNG")
    (folder / "stemma.png").write_bytes(held.getvalue())
    (folder / "comune.toml").write_text(TOML, encoding="utf-8")
    return folder
