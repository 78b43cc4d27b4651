using System.Globalization;

namespace Distill.Runs;

/// <summary>Which part of the work a process has that a cluster started as an element of an array.</summary>
internal static class LaunchedPart
{
    /// <summary>How many elements an indexed job of Kubernetes has, which Kubernetes itself does not tell them.</summary>
    public const string KubernetesCount = "JOB_COMPLETIONS";

    private const string SlurmNumber = "SLURM_ARRAY_TASK_ID";
    private const string KubernetesNumber = "JOB_COMPLETION_INDEX";

    /// <summary>Reads the environment of Slurm or Kubernetes.</summary>
    /// <param name="variable">The value of a variable; null where it is not set.</param>
    /// <exception cref="DistillException">The process is no element of an array, or its array has gaps.</exception>
    public static WorkPart Of(Func<string, string?> variable)
    {
        if (variable(SlurmNumber) is not null)
        {
            return OfSlurm(variable);
        }

        if (variable(KubernetesNumber) is not null)
        {
            var (index, count) = (Number(variable, KubernetesNumber), Number(variable, KubernetesCount));
            return index < count && count <= WorkPart.MostParts
                ? new WorkPart(index + 1, count)
                : throw new DistillException($"{KubernetesNumber} is {index} and {KubernetesCount} {count}; expected an index below the count.");
        }

        throw new DistillException(
            $"--part names no part, and neither {SlurmNumber} nor {KubernetesNumber} is set: this process is no element of an array. Give --part NUMBER/COUNT.");
    }

    private static WorkPart OfSlurm(Func<string, string?> variable)
    {
        var (number, count) = (Number(variable, SlurmNumber), Number(variable, "SLURM_ARRAY_TASK_COUNT"));
        var (first, last) = (Number(variable, "SLURM_ARRAY_TASK_MIN"), Number(variable, "SLURM_ARRAY_TASK_MAX"));
        // An array of some elements alone, such as --array=2,5, has another count: its parts would be other parts.
        return first is 0 or 1 && last - first + 1 == count && number >= first && number <= last && count <= WorkPart.MostParts
            ? new WorkPart(number - first + 1, count)
            : throw new DistillException(
                $"The array has {count} elements from {first} to {last}; expected all numbers from 0 or from 1, so that each is one part. "
                + "Give --part NUMBER/COUNT, or repeat single elements with 'scontrol requeue'.");
    }

    private static int Number(Func<string, string?> variable, string name) => variable(name) switch
    {
        null => throw new DistillException($"{name} is not set, without which the parts cannot be counted. Give --part NUMBER/COUNT."),
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new DistillException($"{name} is '{text}'; expected a whole number. Give --part NUMBER/COUNT."),
    };
}
