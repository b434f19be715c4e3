"""How tables are asked: connections to DuckDB or Spark, reference tables, views, periods, working days.

SQL is written in DuckDB's dialect on common ground with Spark, with `:name` placeholders for values;
sqlglot transpiles it for Spark. Both engines are fed from Parquet only. See docs/architecture.md.
"""
