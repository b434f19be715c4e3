"""What is published: document model, publications, renderers (HTML, PDF, DOCX, XLSX)."""
