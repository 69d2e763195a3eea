"""What a source may be at most. Each limit is answered by one InputError that says what is too large."""

#: Bytes of one source, as a file, from a pipe or as text.
SIZE = 64_000_000
#: Grid positions of one table, those that spans fill included.
CELLS = 1_000_000
#: Columns that a span may reach; HTML's own limit.
WIDEST = 1000
#: Bytes that the parts of a DOCX, XLSX or PDF may unpack to.
UNPACKED = 256_000_000
#: How often the parts of a DOCX or XLSX may be larger than packed, where they are larger than a megabyte.
RATIO = 200
#: Parts of a DOCX or XLSX.
PARTS = 10_000
#: Pages of a PDF.
PAGES = 2_000
#: Files of one folder or pattern.
FILES = 100_000
