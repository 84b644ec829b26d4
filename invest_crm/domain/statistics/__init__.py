"""Getting into the statistics: projects (入库) and firms (入规入统), rules without storage."""
