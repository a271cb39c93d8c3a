"""The palette is data: contrast, distance under colour deficiency, a colour a party."""

from itertools import combinations

import numpy as np
import pytest
from chart_lint import contrast

from territorial import lexicon
from territorial.errors import ChartError, InputError
from territorial.plots.colours import SOURCE_HUES, party_colours, source_looks
from territorial.plots.palette import NEUTRALS, SLOTS, THEMES, palette, party_slots
from territorial.plots.style import Style, read_style

# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def lab(colour, sight):
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.asarray(SIGHT[sight]) @ linear, 0, 1)
    xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                    [0.0193339, 0.1191920, 0.9503041]]) @ linear / [0.95047, 1.0, 1.08883]  # fmt: skip
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def ciede2000(one, other):
    """Sharma, Wu and Dalal 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    c_mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(c_mean**7 / (c_mean**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    dh = h2 - h1
    dh = 0 if c1 * c2 == 0 else dh - 360 if dh > 180 else dh + 360 if dh < -180 else dh
    dl, dc, dhh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if c1 * c2 == 0 else (h1 + h2) / 2 if abs(h1 - h2) <= 180 else (
        (h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2)  # fmt: skip
    t = (1 - 0.17 * np.cos(np.radians(hm - 30)) + 0.24 * np.cos(np.radians(2 * hm))
         + 0.32 * np.cos(np.radians(3 * hm + 6)) - 0.20 * np.cos(np.radians(4 * hm - 63)))  # fmt: skip
    sl = 1 + 0.015 * (lm - 50) ** 2 / np.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = (-2 * np.sqrt(cm**7 / (cm**7 + 25**7))
          * np.sin(np.radians(60 * np.exp(-(((hm - 275) / 25) ** 2)))))  # fmt: skip
    return np.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dhh / sh) ** 2 + rt * dc / sc * dhh / sh)


def test_distance_is_that_of_the_published_test_pairs():
    # Sharma, Wu and Dalal 2005, pairs 1, 17 and 25.
    pairs = [((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
             ((50, 2.5, 0), (73, 25, -18), 27.1492),
             ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644)]  # fmt: skip
    for one, other, distance in pairs:
        assert ciede2000(one, other) == pytest.approx(distance, abs=1e-4)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_two_fills_are_told_apart(theme, sight):
    fills = {slot: colour.fill for slot, colour in palette(theme).slots.items()}
    near = {
        (a, b): round(float(ciede2000(lab(fills[a], sight), lab(fills[b], sight))), 1)
        for a, b in combinations(fills, 2)
    }
    assert min(near.values()) >= 12, min(near, key=near.get)


@pytest.mark.parametrize("theme", THEMES)
def test_contrast_against_the_background(theme):
    colours = palette(theme)
    assert set(colours.slots) == set(SLOTS)
    assert set(colours.neutrals) == set(NEUTRALS)
    back = colours.neutrals["background"]
    for slot, (fill, ink) in colours.slots.items():
        assert contrast(fill, back) >= 3, slot
        assert contrast(ink, back) >= 4.5, slot
    for role in ("ink", "subtitle", "note"):
        assert contrast(colours.neutrals[role], back) >= 4.5, role


def test_party_keeps_its_colour_whatever_the_order_or_company():
    alone = party_slots(["russia"])
    both = party_slots(["ukraine", "russia"])
    assert alone["russia"] == both["russia"] == lexicon.party("russia").colour
    assert party_slots(["russia", "ukraine"]) == both
    assert party_slots(["b_front", "a_front"]) == party_slots(["a_front", "b_front"])


def test_six_parties_have_six_colours_and_a_seventh_is_refused():
    names = [f"party_{n}" for n in range(6)]
    assert len(set(party_slots(names).values())) == 6
    with pytest.raises(ChartError, match="at most 6 parties"):
        party_slots([*names, "one_more"])


def test_sources_never_take_the_colours_of_the_opponents():
    assert not {"brick", "blue"} & set(SOURCE_HUES)
    looks = source_looks([("ISW", "ISW"), ("AFP analysis of ISW data", "ISW"), ("X", "X")], Style())
    assert looks["ISW"][0] == looks["AFP analysis of ISW data"][0]
    assert [look[2] for look in looks.values()] == [False, True, False]
    assert len({look[1] for look in looks.values()}) == 3


def test_house_style_from_a_file(tmp_path):
    path = tmp_path / "house.toml"
    path.write_text(
        'dark = true\nwidth = 6\nfamily = "Noto Sans"\n[parties]\nrussia = "plum"\n'
        '[names]\nrussia = "Росія"\n[colours.dark]\ngrid = "#333333"\nplum = { fill = "#AA88CC" }\n',
        encoding="utf-8",
    )
    style = read_style(path)
    assert (style.dark, style.width, style.fonts[0]) == (True, 6.0, "Noto Sans")
    assert style.neutral("grid") == "#333333"
    assert party_colours(["russia"], style)["russia"].fill == "#AA88CC"
    assert palette("dark").neutrals["grid"] == "#2A3138"


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("wide = 3", InputError, "wide = 3"),
        ("width = 3", ChartError, "5 to 12 inches"),
        ("dark = ", InputError, "a TOML file"),
        ('[parties]\nrussia = "pink"', ChartError, "'pink'"),
        ("[colours.light]\nsky = '#FFFFFF'", ChartError, "sky"),
        ("[colours.light]\ngrid = 'blue'", ChartError, "#RRGGBB"),
        ("width = true", InputError, "width = True"),
    ],
)
def test_house_style_that_is_none(tmp_path, text, error, words):
    path = tmp_path / "house.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=words):
        read_style(path)


def test_house_style_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="a house style"):
        read_style(tmp_path / "none.toml")
