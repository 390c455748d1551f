resource "aws_vpc" "a" { cidr_block = "10.0.0.0/16" }
resource "aws_vpc" "b" { cidr_block = "10.1.0.0/16" }

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.a.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.a.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1b"
}

resource "aws_ec2_transit_gateway" "hub" {}

resource "aws_ec2_transit_gateway_vpc_attachment" "a" {
  transit_gateway_id = aws_ec2_transit_gateway.hub.id
  vpc_id             = aws_vpc.a.id
  subnet_ids         = [aws_subnet.a.id]
}

resource "aws_vpc_peering_connection" "ab" {
  vpc_id      = aws_vpc.a.id
  peer_vpc_id = aws_vpc.b.id
}

resource "aws_route_table" "a" {
  vpc_id = aws_vpc.a.id
  route {
    cidr_block         = "10.0.0.0/8"
    transit_gateway_id = aws_ec2_transit_gateway.hub.id
  }
}

resource "aws_route" "peer" {
  route_table_id            = aws_route_table.a.id
  destination_cidr_block    = "10.1.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection.ab.id
}

resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.a.id
  route_table_id = aws_route_table.a.id
}

resource "aws_networkfirewall_firewall" "fw" {
  name                = "fw"
  firewall_policy_arn = "arn:aws:network-firewall:eu-west-1:123456789012:firewall-policy/p"
  vpc_id              = aws_vpc.a.id
  subnet_mapping { subnet_id = aws_subnet.b.id }
}

resource "aws_route_table" "b" {
  vpc_id = aws_vpc.a.id
  route {
    cidr_block      = "0.0.0.0/0"
    vpc_endpoint_id = tolist(aws_networkfirewall_firewall.fw.firewall_status[0].sync_states)[0].attachment[0].endpoint_id
  }
}

resource "aws_route_table_association" "b" {
  subnet_id      = aws_subnet.b.id
  route_table_id = aws_route_table.b.id
}

resource "aws_lb" "nlb" {
  name               = "nlb"
  load_balancer_type = "network"
  subnets            = [aws_subnet.a.id]
}

resource "aws_vpc_endpoint_service" "shared" {
  acceptance_required        = false
  network_load_balancer_arns = [aws_lb.nlb.arn]
}

resource "aws_vpc_endpoint" "shared" {
  vpc_id            = aws_vpc.b.id
  service_name      = aws_vpc_endpoint_service.shared.service_name
  vpc_endpoint_type = "Interface"
}

resource "aws_eip" "web" {}

resource "aws_instance" "web" {
  ami           = "ami-1"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.a.id
}

resource "aws_eip_association" "web" {
  allocation_id = aws_eip.web.id
  instance_id   = aws_instance.web.id
}

resource "aws_route53_record" "eip" {
  zone_id = "Z1"
  name    = "eip.example.com"
  type    = "A"
  ttl     = 60
  records = [aws_eip.web.public_ip]
}

resource "aws_route53_record" "instance" {
  zone_id = "Z1"
  name    = "instance.example.com"
  type    = "A"
  ttl     = 60
  records = [aws_instance.web.public_ip]
}

resource "aws_s3_bucket" "site" { bucket = "www.example.com" }

resource "aws_s3_bucket_website_configuration" "site" {
  bucket = aws_s3_bucket.site.id
  index_document { suffix = "index.html" }
}

resource "aws_route53_record" "site" {
  zone_id = "Z1"
  name    = "www.example.com"
  type    = "A"
  alias {
    name                   = aws_s3_bucket_website_configuration.site.website_domain
    zone_id                = aws_s3_bucket.site.hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_globalaccelerator_accelerator" "edge" { name = "edge" }

resource "aws_route53_record" "edge" {
  zone_id = "Z1"
  name    = "edge.example.com"
  type    = "A"
  alias {
    name                   = aws_globalaccelerator_accelerator.edge.dns_name
    zone_id                = aws_globalaccelerator_accelerator.edge.hosted_zone_id
    evaluate_target_health = false
  }
}
