"""要素保障: need sheets, applications for connection, capacities, demand against them."""
