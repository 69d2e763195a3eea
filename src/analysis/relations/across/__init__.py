"""Relations across an article: figures of equal keys, of prose and tables alike, one family a module."""
