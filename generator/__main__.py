"""`make generate`: write all files that are stale."""

from __future__ import annotations

from generator.files import FILES, ROOT, text_of


def main() -> None:
    """Write what is stale and say so."""
    for path in FILES:
        file, text = ROOT / path, text_of(path)
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(f"written: {path}")


if __name__ == "__main__":
    main()
