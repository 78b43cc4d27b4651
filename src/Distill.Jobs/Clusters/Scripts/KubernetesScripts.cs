using System.Globalization;
using System.Text;
using System.Text.Json;
using Distill.Runs;

namespace Distill.Jobs.Clusters.Scripts;

/// <summary>
/// The manifests of stages for Kubernetes: an indexed job each, whose pods are counted one by one, and a script that applies them
/// one after another, since a job of Kubernetes waits for no other.
/// </summary>
internal static class KubernetesScripts
{
    private const int Retries = 6;

    /// <summary>The files by name.</summary>
    /// <param name="recipe">What each process gets.</param>
    /// <param name="stages">The stages.</param>
    /// <param name="program">The words that start the program.</param>
    public static IReadOnlyDictionary<string, string> Of(ClusterRecipe recipe, IReadOnlyList<ClusterStage> stages, IReadOnlyList<string> program)
    {
        var files = stages.ToDictionary(stage => $"{stage.Name}.yaml", stage => Manifest(recipe, stage, program), StringComparer.Ordinal);
        files["submit.sh"] = Submit(recipe, stages);
        return files;
    }

    // Texts are written as JSON, which every reader of YAML takes.
    private static string Manifest(ClusterRecipe recipe, ClusterStage stage, IReadOnlyList<string> program)
    {
        var resources = recipe.ResourcesOf(stage.Name);
        var (elements, count) = (Number(stage.Elements ?? 1), Number(resources.Cpus));
        var size = $"{{ cpu: {Text(count)}, memory: {Text(Number(resources.MemoryGiB) + "Gi")} }}";
        return $"""
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: {recipe.Name}-{stage.Name}
            spec:
              completionMode: Indexed
              completions: {elements}
              parallelism: {elements}
              backoffLimitPerIndex: {Number(Retries)}
              podFailurePolicy:
                rules:
                # 130: it was stopped and has saved what it had. A host that goes away is no failure either.
                - action: Ignore
                  onExitCodes: {"{"} containerName: distill, operator: In, values: [130] {"}"}
                - action: Ignore
                  onPodConditions: [{"{"} type: DisruptionTarget {"}"}]
                # 2: another argument or another file is needed; to repeat it does not help.
                - action: FailIndex
                  onExitCodes: {"{"} containerName: distill, operator: In, values: [2] {"}"}
              template:
                spec:
                  restartPolicy: Never
                  terminationGracePeriodSeconds: 120
                  containers:
                  - name: distill
                    image: {Text(recipe.Kubernetes.Image)}
                    workingDir: {Text(recipe.Kubernetes.Folder)}
                    command: [{string.Join(", ", program.Concat(stage.Arguments).Select(Text))}]
                    env:
                    - {"{"} name: {LaunchedPart.KubernetesCount}, value: {Text(elements)} {"}"}
                    - {"{"} name: OMP_NUM_THREADS, value: {Text(count)} {"}"}
                    resources:
                      requests: {size}
                      limits: {size}
                    volumeMounts:
                    - {"{"} name: work, mountPath: {Text(recipe.Kubernetes.Folder)} {"}"}
                  volumes:
                  - name: work
                    persistentVolumeClaim: {"{"} claimName: {Text(recipe.Kubernetes.Claim)} {"}"}

            """.ReplaceLineEndings("\n");
    }

    private static string Submit(ClusterRecipe recipe, IReadOnlyList<ClusterStage> stages)
    {
        var text = new StringBuilder($"""
            #!/bin/bash
            # Runs all stages of {recipe.Name} one after another. May be repeated: what is done is taken up.
            set -euo pipefail
            cd -- "$(dirname -- "$(realpath -- "$0")")"
            stage() {"{"}
              local job={recipe.Name}-$1
              kubectl delete job "$job" --ignore-not-found
              kubectl apply -f "$1.yaml"
              until kubectl wait --for=condition=complete --timeout=15s "job/$job" 2>/dev/null; do
                if kubectl wait --for=condition=failed --timeout=1s "job/$job" 2>/dev/null; then
                  echo "$job failed; see: kubectl logs job/$job" >&2
                  return 1
                fi
              done
            {"}"}


            """.ReplaceLineEndings("\n"));
        // In an order in which each comes after those that it needs.
        return text.AppendJoin("", stages.Select(stage => $"stage {stage.Name}\n")).ToString();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(string value) => JsonSerializer.Serialize(value, RunJson.OneLine);
}
