package services

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// taskDefinitions reads those that services run and that others start, as schedules do,
// and the latest active revision of every family: there are thousands of old ones.
func taskDefinitions(ctx context.Context, u *collect.Unit, c *ecs.Client, used map[string]bool) {
	kinds := []string{"AWS::ECS::TaskDefinition"}
	wanted := map[string]bool{}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(used)), u.TaskDefinitions()) {
		if name != "" {
			wanted[name] = true
		}
	}
	collect.Pages(ctx, u, ecs.NewListTaskDefinitionFamiliesPaginator(c, &ecs.ListTaskDefinitionFamiliesInput{Status: types.TaskDefinitionFamilyStatusActive}),
		kinds, func(page *ecs.ListTaskDefinitionFamiliesOutput) {
			for _, family := range page.Families {
				wanted[family] = true
			}
		})
	// One that does not exist any more is a request that cannot be right.
	satellites(u, slices.Sorted(maps.Keys(wanted)), kinds, func(name string) error {
		out, err := c.DescribeTaskDefinition(ctx, &ecs.DescribeTaskDefinitionInput{
			TaskDefinition: &name, Include: []types.TaskDefinitionField{types.TaskDefinitionFieldTags},
		})
		if err != nil {
			return err
		}
		taskDefinition(u, collect.Answer(*out))
		return nil
	}, "ClientException", "InvalidParameterException")
}

func taskDefinition(u *collect.Unit, answer collect.Object) {
	inner, _ := answer["TaskDefinition"].(map[string]any)
	o := collect.Object(inner)
	if o.Text("TaskDefinitionArn") == "" {
		return
	}
	o.Set("Tags", answer["Tags"])
	containers := []any{}
	for _, container := range o.List("ContainerDefinitions") {
		containers = append(containers, kept(container))
	}
	o.Set("ContainerDefinitions", containers)
	for _, v := range o.List("Volumes") {
		v.Rename(
			"EfsVolumeConfiguration", "EFSVolumeConfiguration",
			"EFSVolumeConfiguration.FileSystemId", "EFSVolumeConfiguration.FilesystemId",
			"EFSVolumeConfiguration.AuthorizationConfig.Iam", "EFSVolumeConfiguration.AuthorizationConfig.IAM",
			"FsxWindowsFileServerVolumeConfiguration", "FSxWindowsFileServerVolumeConfiguration",
		)
	}
	u.Add(collect.Found{Type: "AWS::ECS::TaskDefinition", Ref: o.Text("TaskDefinitionArn"), ARN: o.Text("TaskDefinitionArn"), Properties: o})
}

// kept is a container with what says how it runs and what it uses. The catalog takes
// container definitions as a whole, so that this is the allow-list of them.
func kept(container collect.Object) map[string]any {
	out := collect.Object{}
	for _, name := range []string{
		"Cpu", "DependsOn", "Environment", "EnvironmentFiles", "Essential", "Image", "Memory", "MemoryReservation", "MountPoints", "Name",
		"PortMappings", "RestartPolicy", "Secrets", "StartTimeout", "StopTimeout", "VolumesFrom",
		"HealthCheck.Interval", "HealthCheck.Retries", "HealthCheck.StartPeriod", "HealthCheck.Timeout",
		"LogConfiguration.LogDriver", "LogConfiguration.SecretOptions", "RepositoryCredentials.CredentialsParameter",
	} {
		v := container.Get(name)
		if list, ok := v.([]any); ok && len(list) == 0 {
			continue
		}
		out.Set(name, v)
	}
	if image := out.Text("Image"); strings.Contains(image, "@sha256:") {
		image, _, _ = strings.Cut(image, "@")
		out.Set("Image", image) // changes with every build and says nothing
	}
	return out
}
