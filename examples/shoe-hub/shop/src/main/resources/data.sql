insert into products (id, name, price) values
  ('item-1', 'Trail runner', 25000),
  ('item-2', 'Road runner', 89000),
  ('item-3', 'Chelsea boot', 129000),
  ('item-4', 'Beach sandal', 19000)
on conflict do nothing;

insert into users (id, name, shoe_size) values
  (1, 'Mina', 240),
  (2, 'Joon', 275),
  (3, 'Sora', 235),
  (4, 'Hyun', 265)
on conflict do nothing;
