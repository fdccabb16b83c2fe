create table if not exists payments (
  order_id bigint not null,
  amount int not null,
  status varchar(20) not null
);
