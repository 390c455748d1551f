//go:build linux

package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// BenchmarkProcess states what the program costs for 100,000 resources: the processor
// time of all its threads and its peak memory, and how often it takes the processor time
// of the floor, a process that does nothing but parse every file with hclsyntax. In one
// estate nearly every resource has a finding, in the other hardly any, which is usual.
func BenchmarkProcess(b *testing.B) {
	const resources = 100_000
	for _, estate := range []struct{ name, service, shared string }{
		{"findings", service, ""},
		{"sound", soundService, soundShared},
	} {
		b.Run(estate.name, func(b *testing.B) {
			dir := b.TempDir()
			n := write(b, dir, estate.service, resources)
			if err := os.WriteFile(filepath.Join(dir, "shared.tf"), []byte(estate.shared), 0o600); err != nil {
				b.Fatal(err)
			}
			var scan, floor time.Duration
			var peak int64
			for b.Loop() {
				took, _ := process(b, "parse-only", dir)
				floor += took
				took, size := process(b, "faultline", "scan", dir, "--format", "json", "--incomplete=warn")
				scan, peak = scan+took, max(peak, size)
			}
			b.ReportMetric(scan.Seconds()/float64(b.N), "cpu-s")
			b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
			b.ReportMetric(float64(scan)/float64(floor), "x_floor")
			b.ReportMetric(float64(scan.Microseconds())/float64(b.N)/float64(n), "cpu-µs/resource")
		})
	}
}

// process runs a command of TestMain and returns its processor time and peak memory in
// bytes.
func process(b *testing.B, name string, args ...string) (cpu time.Duration, peak int64) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), name, args...)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState.ExitCode() != 1 {
		b.Fatal(err)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		b.Fatal("the system does not say what a process used")
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), usage.Maxrss << 10
}

// soundService is a small system that no rule finds anything wrong with, except that one
// database in twenty runs in one zone.
const soundService = `
resource "aws_subnet" "s%[1]d" {
  count             = 3
  vpc_id            = "vpc-1"
  cidr_block        = cidrsubnet("10.0.0.0/8", 16, count.index)
  availability_zone = "eu-west-1${["a", "b", "c"][count.index]}"
}
resource "aws_sns_topic" "s%[1]d" {
  name = "topic-%[1]d"
}
resource "aws_sns_topic_subscription" "s%[1]d" {
  topic_arn = aws_sns_topic.s%[1]d.arn
  protocol  = "email"
  endpoint  = "oncall@example.com"
}
resource "aws_lb" "s%[1]d" {
  name    = "lb-%[1]d"
  subnets = aws_subnet.s%[1]d[*].id
}
resource "aws_lb_target_group" "s%[1]d" {
  name   = "tg-%[1]d"
  vpc_id = "vpc-1"
  port   = 80
  protocol = "HTTP"
  health_check {
    path = "/health"
    interval = 10
  }
}
resource "aws_lb_listener" "s%[1]d" {
  load_balancer_arn = aws_lb.s%[1]d.arn
  port              = 443
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.s%[1]d.arn
  }
}
resource "aws_launch_template" "s%[1]d" {
  name          = "lt-%[1]d"
  image_id      = "ami-12345678"
  instance_type = "m6i.large"
}
resource "aws_autoscaling_group" "s%[1]d" {
  name                = "asg-%[1]d"
  min_size            = 2
  max_size            = 4
  health_check_type   = "ELB"
  vpc_zone_identifier = aws_subnet.s%[1]d[*].id
  target_group_arns   = [aws_lb_target_group.s%[1]d.arn]
  launch_template {
    id      = aws_launch_template.s%[1]d.id
    version = "$Latest"
  }
}
resource "aws_autoscaling_policy" "s%[1]d" {
  name                   = "p-%[1]d"
  autoscaling_group_name = aws_autoscaling_group.s%[1]d.name
  policy_type            = "TargetTrackingScaling"
}
resource "aws_db_subnet_group" "s%[1]d" {
  name       = "db-%[1]d"
  subnet_ids = aws_subnet.s%[1]d[*].id
}
resource "aws_db_instance" "s%[1]d" {
  identifier              = "db-%[1]d"
  engine                  = "postgres"
  instance_class          = "db.m6g.large"
  multi_az                = %[1]d %% 20 != 0
  backup_retention_period = 7
  db_subnet_group_name    = aws_db_subnet_group.s%[1]d.name
  tags = {
    backup = "daily"
    Name   = "db-%[1]d"
  }
}
resource "aws_elasticache_replication_group" "s%[1]d" {
  replication_group_id       = "cache-%[1]d"
  description                = "cache"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  snapshot_retention_limit   = 7
}
resource "aws_cloudwatch_metric_alarm" "db%[1]d" {
  alarm_name          = "alarm-db-%[1]d"
  namespace           = "AWS/RDS"
  metric_name         = "CPUUtilization"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = 80
  alarm_actions       = [aws_sns_topic.s%[1]d.arn]
  dimensions          = { DBInstanceIdentifier = aws_db_instance.s%[1]d.identifier }
}
resource "aws_cloudwatch_metric_alarm" "lb%[1]d" {
  alarm_name          = "alarm-lb-%[1]d"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HTTPCode_ELB_5XX_Count"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  alarm_actions       = [aws_sns_topic.s%[1]d.arn]
  dimensions          = { LoadBalancer = aws_lb.s%[1]d.arn_suffix }
}
resource "aws_cloudwatch_metric_alarm" "c%[1]d" {
  alarm_name          = "alarm-c-%[1]d"
  namespace           = "AWS/ElastiCache"
  metric_name         = "CPUUtilization"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  alarm_actions       = [aws_sns_topic.s%[1]d.arn]
  dimensions          = { CacheClusterId = "cache-%[1]d-001" }
}
resource "aws_sqs_queue" "s%[1]d" {
  name = "queue-%[1]d"
}
resource "aws_iam_role" "s%[1]d" {
  name = "role-%[1]d"
  assume_role_policy = jsonencode({ Statement = [{ Action = "sts:AssumeRole", Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_security_group" "s%[1]d" {
  name   = "sg-%[1]d"
  vpc_id = "vpc-1"
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}
`

// soundShared is what backs all of them up.
const soundShared = `
provider "aws" {
  region = "eu-west-1"
}
resource "aws_backup_vault" "v" {
  name = "v"
}
resource "aws_backup_plan" "p" {
  name = "p"
  rule {
    rule_name         = "r"
    target_vault_name = aws_backup_vault.v.name
    schedule          = "cron(0 5 * * ? *)"
    copy_action {
      destination_vault_arn = "arn:aws:backup:eu-central-1:123456789012:backup-vault:v"
    }
  }
}
resource "aws_backup_selection" "p" {
  name         = "s"
  plan_id      = aws_backup_plan.p.id
  iam_role_arn = "arn:aws:iam::123456789012:role/backup"
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "backup"
    value = "daily"
  }
}
`
