"""What a badge is: its class, its stamped versions that never change, its picture, its page, the catalogue."""
