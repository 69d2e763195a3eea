"""Tables and charts → figures in rows and columns: layout, units, periods, kinds of columns, roles of rows."""
