"""The four curated articles: what careful readers added, the accounting of every number, the snapshot, the build."""
