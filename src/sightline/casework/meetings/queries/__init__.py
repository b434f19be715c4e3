"""What meetings tell, to those who may see the children. Every query starts from `scope`."""
