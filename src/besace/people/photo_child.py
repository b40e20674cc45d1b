"""Run apart by photos.py: an image on stdin, a small square WebP on stdout; 3 says too many points, 4 unreadable."""

from __future__ import annotations

import io
import sys

MEMORY = 768 * 1024 * 1024
SECONDS = 6
MOST_POINTS = 20_000_000
SIDE = 256


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
        image.draft("RGB", (SIDE * 2, SIDE * 2))
        small = ImageOps.fit(ImageOps.exif_transpose(image).convert("RGB"), (SIDE, SIDE))
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
