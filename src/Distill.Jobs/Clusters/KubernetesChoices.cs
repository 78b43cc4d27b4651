namespace Distill.Jobs.Clusters;

/// <summary>What jobs of Kubernetes say besides their resources.</summary>
internal sealed record KubernetesChoices
{
    /// <summary>The image of the containers, with the program in it.</summary>
    public string Image { get; init; } = "distill:latest";

    /// <summary>The persistent volume claim that all pods share; it must allow many writers, and locks on files.</summary>
    public string Claim { get; init; } = "distill";

    /// <summary>Where the volume is in the containers; the folder of the scripts is its content.</summary>
    public string Folder { get; init; } = "/work";
}
