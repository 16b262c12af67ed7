"""Files people read: tables, charts, workbook, HTML."""
