# The region is unknown: its zones are distinct all the same.
module "network" {
  source = "./modules/network"

  single_nat_gateway = true # want aws-nat-single-zone
}
