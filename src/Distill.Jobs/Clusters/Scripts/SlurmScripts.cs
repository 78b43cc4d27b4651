using System.Globalization;
using System.Text;

namespace Distill.Jobs.Clusters.Scripts;

/// <summary>The scripts of stages for Slurm: one a stage, and one that submits them all with what they wait for.</summary>
internal static class SlurmScripts
{
    // Slurm looks at the clock about every half minute, and may signal up to a minute early.
    private const int MostSecondsToSave = 120;

    /// <summary>The scripts by file name.</summary>
    /// <param name="recipe">What each process gets.</param>
    /// <param name="stages">The stages.</param>
    /// <param name="program">The words that start the program.</param>
    public static IReadOnlyDictionary<string, string> Of(ClusterRecipe recipe, IReadOnlyList<ClusterStage> stages, IReadOnlyList<string> program)
    {
        var scripts = stages.ToDictionary(stage => FileOf(stage.Name), stage => Script(recipe, stage, program), StringComparer.Ordinal);
        scripts["submit.sh"] = Submit(recipe, stages);
        return scripts;
    }

    private static string FileOf(string stage) => $"{stage}.sbatch";

    private static string Script(ClusterRecipe recipe, ClusterStage stage, IReadOnlyList<string> program)
    {
        var resources = recipe.ResourcesOf(stage.Name);
        var text = new StringBuilder("#!/bin/bash\n");
        Option("job-name", $"{recipe.Name}-{stage.Name}");
        if (stage.Elements is { } elements)
        {
            Option("array", Invariant($"1-{elements}"));
        }

        Option("ntasks", Invariant($"{resources.Ranks}"));
        Option("cpus-per-task", Invariant($"{resources.Cpus}"));
        // Ranks may share a host or not.
        Option(
            resources.Ranks > 1 ? "mem-per-cpu" : "mem",
            Invariant($"{(resources.Ranks > 1 ? (resources.MemoryGiB + resources.Cpus - 1) / resources.Cpus : resources.MemoryGiB)}G"));
        Option("time", Invariant($"{resources.Minutes}"));
        foreach (var (name, value) in new[] { ("partition", recipe.Slurm.Partition), ("account", recipe.Slurm.Account) })
        {
            if (value is not null)
            {
                Option(name, value);
            }
        }

        foreach (var option in recipe.Slurm.Options)
        {
            text.Append("#SBATCH ").Append(option).Append('\n');
        }

        text.Append("# A host that fails puts its job back into the queue; a job whose predecessor failed never waits for ever.\n");
        text.Append("#SBATCH --requeue\n#SBATCH --kill-on-invalid-dep=yes\n#SBATCH --open-mode=append\n");
        text.Append("# Before the time limit the program is asked to save what it has.\n");
        Option("signal", Invariant($"TERM@{Math.Min(MostSecondsToSave, resources.Minutes * 60 / 4)}"));
        Option("output", stage.Elements is null ? $"logs/{stage.Name}.log" : $"logs/{stage.Name}-%a.log");
        text.Append("\nexport OMP_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1}\n");
        foreach (var line in recipe.Slurm.Setup)
        {
            text.Append(line).Append('\n');
        }

        text.Append("srun --kill-on-bad-exit=1 ").Append(resources.Ranks > 1 ? $"--mpi={recipe.Slurm.Mpi} " : "").Append(ShellText.Of([.. program, .. stage.Arguments])).Append("\ncode=$?\n");
        text.Append("# 130: it was stopped and has saved what it had. The same line resumes.\n");
        var stopped = "code == 130 && ${SLURM_RESTART_COUNT:-0} < 1000";
        if (resources.Ranks > 1)
        {
            text.Append("# A rank that is killed takes the others with it; that may be the fault of its host, a few times.\n");
            stopped += " || code > 128 && ${SLURM_RESTART_COUNT:-0} < 5";
        }

        text.Append("if ((").Append(stopped).Append(")); then\n  scontrol requeue ");
        // The number of an array's last element is that of the whole array, and would put back all of it.
        text.Append(stage.Elements is null ? "\"$SLURM_JOB_ID\"" : "\"${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID\"");
        return text.Append(" && sleep 60\nfi\nexit \"$code\"\n").ToString();

        void Option(string name, string value) => text.Append("#SBATCH --").Append(name).Append('=').Append(value).Append('\n');
    }

    private static string Submit(ClusterRecipe recipe, IReadOnlyList<ClusterStage> stages)
    {
        var text = new StringBuilder($"""
            #!/bin/bash
            # Submits all stages of {recipe.Name}, each after those that it needs. May be repeated: what is done is taken up.
            set -euo pipefail
            cd -- "$(dirname -- "$(realpath -- "$0")")"
            mkdir -p logs
            declare -A job
            submit() {"{"}
              local stage=$1 id
              shift
              id=$(sbatch --parsable "$@" "$stage.sbatch")
              job[$stage]=${"{"}id%%;*{"}"}
              echo "$stage ${"{"}job[$stage]{"}"}"
            {"}"}


            """.ReplaceLineEndings("\n"));
        foreach (var stage in stages)
        {
            text.Append("submit ").Append(stage.Name);
            if (stage.After.Count > 0)
            {
                text.Append(" --dependency=afterok").AppendJoin("", stage.After.Select(name => $":${{job[{name}]}}"));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
