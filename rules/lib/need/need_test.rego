package lib.need_test

import data.lib.need

test_outside if {
	every text in [
		"var.topic", "data.aws_sns_topic.ops", "module.x.data.aws_sns_topic.ops.arn", "parameter Topic",
		"export ops-topic", "an output of another stack", "a dynamic reference to ssm",
	] {
		need.outside(text)
	}
}

test_inside if {
	every text in ["aws_sns_topic.ops.arn", "module.dns", "app/Topic", "condition Prod", "AWS::Region", "metadata.x"] {
		not need.outside(text)
	}
}
