"""The ISV's colour: is it legible, and which shades follow from it; pure.

Contrast is WCAG 2.2's: 4.5 for words. One colour cannot pass on white and on night alike, so the
one that staff choose is for light surfaces and its lighter relative for dark ones is derived.
"""

import colorsys
import hashlib
from dataclasses import dataclass

LEAST_CONTRAST = 4.5
# The palest and the deepest of static/portal.css's surfaces on which a link or button may stand.
_LIGHT_SURFACES = ("#ffffff", "#f1eee6")
_DARK_SURFACES = ("#161d25", "#1f2832")
_WHITE, _INK = "#ffffff", "#0a1420"
_STEPS = 100


@dataclass(frozen=True)
class Shades:
    """What one scheme needs: the colour, a stronger one, what is written on it, a wash."""

    accent: str
    deep: str
    on: str
    wash: str


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours "#rrggbb", from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lowest_contrast(accent: str) -> float:
    """Return the contrast of the colour with the light surface on which it is hardest to read."""
    return min(contrast(accent, each) for each in (*_LIGHT_SURFACES, _light_wash(accent)))


def is_legible(accent: str) -> bool:
    """May words of this colour stand on every light surface, and white words on it?"""
    return lowest_contrast(accent) >= LEAST_CONTRAST


def nearest_legible(accent: str) -> str:
    """Return the colour itself, or the lightest darker one of the same hue that is legible."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_fractions(accent))
    for step in range(_STEPS + 1):
        darker = _hex(colorsys.hls_to_rgb(hue, lightness * (1 - step / _STEPS), saturation))
        if is_legible(darker):
            return darker
    raise AssertionError("Black is legible.")


def light(accent: str) -> Shades:
    """Return the shades for light surfaces."""
    return Shades(accent, _mixed(accent, "#000000", 0.28), _WHITE, _light_wash(accent))


def dark(accent: str) -> Shades:
    """Return the shades for dark surfaces: lightened until legible there, and dark words on it."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_fractions(accent))
    for step in range(_STEPS + 1):
        raised = lightness + (1 - lightness) * step / _STEPS
        lighter = _hex(colorsys.hls_to_rgb(hue, raised, saturation))
        wash = _mixed(_DARK_SURFACES[0], lighter, 0.12)
        # Somewhat above the least, as the portal's own blue is: thin words fade on dark.
        if all(contrast(lighter, each) >= 6 for each in (*_DARK_SURFACES, wash)):
            break
    return Shades(lighter, _mixed(lighter, _WHITE, 0.4), _INK, wash)


def stylesheet(accent: str) -> str:
    """Return the custom properties that portal.css, public.css and Django admin's own look read."""
    bright, night = _properties(light(accent), accent), _properties(dark(accent), accent)
    return (
        f":root{{{bright}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{night}}}}}\n"
        f':root[data-theme="light"]{{{bright}}}\n'
        f':root[data-theme="dark"]{{{night}}}\n'
    )


def address(accent: str) -> str:
    """Return the path of that style sheet, which changes with its content; "" without a colour."""
    if not accent:
        return ""
    digest = hashlib.sha256(stylesheet(accent).encode()).hexdigest()[:8]
    return f"/isv-{accent[1:]}-{digest}.css"


def _properties(shades: Shades, accent: str) -> str:
    """Write one scheme. In the admin, bars and buttons keep the light shade, for white words."""
    fill = light(accent)
    names = {
        "light-accent": fill.accent,
        "dark-accent": dark(accent).accent,
        "accent": shades.accent,
        "accent-deep": shades.deep,
        "on-accent": shades.on,
        "accent-wash": shades.wash,
        "secondary": fill.accent,
        "header-bg": fill.accent,
        "header-color": _WHITE,
        "header-branding-color": _WHITE,
        "breadcrumbs-bg": fill.deep,
        "breadcrumbs-fg": _WHITE,
        "breadcrumbs-link-fg": _WHITE,
        "link-fg": shades.accent,
        "link-hover-color": shades.deep,
        "link-selected-fg": shades.accent,
        "button-bg": fill.accent,
        "button-hover-bg": fill.deep,
        "default-button-bg": fill.deep,
        "default-button-hover-bg": fill.accent,
    }
    return "".join(f"--{name}:{value};" for name, value in names.items())


def _light_wash(accent: str) -> str:
    return _mixed(_WHITE, accent, 0.08)


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_fractions(colour), _fractions(other), strict=True)
    red, green, blue = (one + (two - one) * share for one, two in pairs)
    return _hex((red, green, blue))


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _fractions(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _fractions(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(fractions: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(min(1, max(0, part)) * 255):02x}" for part in fractions)
