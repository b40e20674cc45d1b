"""Run apart by photos.py: an image on stdin, a clean WebP on stdout; 3 says too many points, 4 unreadable.

`square`: cut to a small square, for a face. `whole`: all of it, for what it shows.
"""

from __future__ import annotations

import io
import sys

MEMORY = 768 * 1024 * 1024
SECONDS = 6
MOST_POINTS = 20_000_000
SIDE = 256
LONGEST_SIDE = 1280


def limit() -> None:
    try:
        import resource  # noqa: PLC0415 -- absent from Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def main() -> int:
    limit()
    from PIL import Image, ImageOps  # noqa: PLC0415 -- under the limits

    try:
        image = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=["JPEG", "PNG", "WEBP"])
        if image.width * image.height > MOST_POINTS:
            return 3
        is_whole = "whole" in sys.argv
        side = LONGEST_SIDE if is_whole else SIDE
        image.draft("RGB", (side * 2, side * 2))
        upright = ImageOps.exif_transpose(image).convert("RGB")
        small = ImageOps.contain(upright, (side, side)) if is_whole else ImageOps.fit(upright, (side, side))
    except Image.DecompressionBombError:
        return 3
    except (OSError, ValueError, SyntaxError, MemoryError):
        return 4
    clean = Image.new("RGB", small.size)
    clean.paste(small)
    clean.save(sys.stdout.buffer, "WEBP", quality=82)
    return 0


if __name__ == "__main__":
    sys.exit(main())
