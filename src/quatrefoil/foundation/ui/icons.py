# SPDX-License-Identifier: Apache-2.0
"""Small line drawings on a 20 by 20 grid; each takes the colour of the text around it."""

from typing import Final

from django.utils.safestring import SafeString, mark_safe

PATHS: Final[dict[str, str]] = {
    "home": "M3.5 9.2 10 3.5l6.5 5.7V16.5H12v-4.2H8v4.2H3.5z",
    "folder": "M3 5h4.6l1.6 2H17v9H3z",
    "arrow": "M3.5 10h12.5M11.5 5.5 16 10l-4.5 4.5",
    "calendar": "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5",
    "bed": "M3 5v11M3 13h14v3M3 10h14v3M5.5 7.5h3v2.5h-3zM17 10c0-1.7-1-2.5-2.5-2.5H8.5",
    "map": "M3 5.5 7.5 3.5l5 2L17 3.5v11l-4.5 2-5-2L3 16.5zM7.5 3.5v11M12.5 5.5v11",
    "document": "M5 3h10v14H5zM7.5 7h5M7.5 10h5M7.5 13h3",
    "eye": "M2.5 10c2-3.2 4.5-4.8 7.5-4.8s5.5 1.6 7.5 4.8c-2 3.2-4.5 4.8-7.5 4.8S4.5 13.2 2.5 10z"
    "M12.3 10a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0z",
    "bell": "M5.5 13.5v-4a4.5 4.5 0 0 1 9 0v4l1.5 1.5H4zM8.5 17h3",
    "phone": "M5 3.5h3l1.2 3.5-2 1.5a9 9 0 0 0 4.3 4.3l1.5-2 3.5 1.2v3a1.5 1.5 0 0 1-1.6 1.5"
    "C9 16 4 11 3.5 5.1A1.5 1.5 0 0 1 5 3.5z",
    "people": "M10 7a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM3 16.5c0-3 1.8-4.7 4.5-4.7s4.5 1.7 4.5 4.7"
    "M12.5 4.7a2.4 2.4 0 0 1 0 4.6M14 12.2c2 .5 3 2 3 4.3",
    "chart": "M3 17h14M5.5 14v-4M10 14V4.5M14.5 14V7.5",
    "shield": "M10 2.8 16 5v5c0 3.6-2.3 6-6 7.5C6.3 16 4 13.6 4 10V5z",
    "key": "M9.5 7.5a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM8.8 9.5l7.2 7M13.5 14l2-2",
    "inbox": "M3 11 5.5 4h9L17 11v5.5H3zM3 11h4l1 2h4l1-2h4",
    "clock": "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0zM10 6v4.3l3 1.7",
    "check": "M4 10.5 8.3 15 16 5.5",
    "cross": "M5 5l10 10M15 5 5 15",
    "up": "M5 12.5 10 7.5l5 5",
    "down": "M5 7.5l5 5 5-5",
    "search": "M13 8.5a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0zM12 12l4.5 4.5",
    "list": "M7 5h10M7 10h10M7 15h10M3.5 5h.1M3.5 10h.1M3.5 15h.1",
    "message": "M3 4h14v10H9l-4 3v-3H3z",
    "globe": "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0zM3 10h14M10 3c-4 4-4 10 0 14 4-4 4-10 0-14z",
    "lock": "M4.5 9h11v8h-11zM7 9V6.5a3 3 0 0 1 6 0V9",
    "pen": "M4 16l.8-3.6L13.5 3.7l2.8 2.8-8.7 8.7zM11.5 5.7l2.8 2.8",
    "people-group": "M12.3 6a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0zM5.5 16c0-3.5 1.7-5.3 4.5-5.3"
    "s4.5 1.8 4.5 5.3zM2.5 13.5c.2-1.6.9-2.6 2-3.1M17.5 13.5c-.2-1.6-.9-2.6-2-3.1",
}
MIRRORED: Final = frozenset({"arrow", "list"})


def icon_svg(name: str) -> SafeString:
    """The drawing as inline SVG, hidden from screen readers because words stand beside it.

    Raises KeyError for a name that is not drawn.
    """
    classes = "q-icon q-icon--mirrored" if name in MIRRORED else "q-icon"
    return mark_safe(  # noqa: S308 - our own constant drawings, nothing from outside
        f'<svg class="{classes}" viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" '
        f'stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        f'<path d="{PATHS[name]}"/></svg>'
    )


def mark_svg(size: int = 28) -> SafeString:
    """The mark: four overlapping circles, one in each leaf colour, and a white heart. size in pixels."""
    leaves = (
        ("12", "6.6", "#e0a04e"),
        ("17.4", "12", "#8d9ae0"),
        ("12", "17.4", "#d58fbb"),
        ("6.6", "12", "#4db3ab"),
    )
    circles = "".join(f'<circle cx="{x}" cy="{y}" r="5.6" fill="{fill}" fill-opacity=".9"/>' for x, y, fill in leaves)
    return mark_safe(  # noqa: S308 - our own constant drawing
        f'<svg class="q-mark" viewBox="0 0 24 24" width="{size}" height="{size}" aria-hidden="true" focusable="false">'
        f'{circles}<circle cx="12" cy="12" r="2.5" fill="#fff"/></svg>'
    )
