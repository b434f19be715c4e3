"""What could be: plain values in, plain values out. Nothing here reads a database or decides for anybody."""
