"""The read API: what programs such as Power BI may read of the register, with a key. Nothing can be written."""
