"""What people see: pages, forms, components, and the read API. A page asks one query or calls one action."""
