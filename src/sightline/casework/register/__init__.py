"""Children and what is told of them, dated, with where each row came from; who may see which child."""
