create table shoes (id int primary key, name varchar(40), price varchar(10));
insert into shoes values (1, 'Runner', '89'), (2, 'Walker', '59');
