"""要素保障: the page of demand against capacity and of applications, a project's utilities."""
