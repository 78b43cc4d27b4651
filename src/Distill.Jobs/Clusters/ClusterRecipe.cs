using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Distill.Images;
using Distill.Runs;

namespace Distill.Jobs.Clusters;

/// <summary>
/// Work for a cluster, in stages that follow each other: a generalist, its specialists, the labelling by them, a student or a
/// sweep of students. Each stage is left out where its key is. The keys of a stage are those of the recipe of its verb; data and
/// split are given once, for all.
/// </summary>
internal sealed partial record ClusterRecipe
{
    /// <summary>A short name, of lower-case letters, digits and hyphens; jobs carry it.</summary>
    public required string Name { get; init; }

    /// <summary>A comparison, in place of all other stages: the recipe of 'distill run', with data of its own.</summary>
    public JsonObject? Comparison { get; init; }

    /// <summary>A name of a set, or a path to images, recordings, an archive, IDX, CIFAR or CSV files.</summary>
    public string? Data { get; init; }

    /// <summary>Choices for files of one's own: size and colour of images, columns of CSV.</summary>
    public DataOptions Reading { get; init; } = new();

    /// <summary>The share of the training examples that every stage but the labelling leaves out, 0 to 0.5.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Decides which examples are held out.</summary>
    public long SplitSeed { get; init; } = 1;

    /// <summary>Use only this many training examples; null for all. The labelling takes all.</summary>
    public int? Limit { get; init; }

    /// <summary>Teacher files that are there already, in place of <see cref="Generalist"/>.</summary>
    public IReadOnlyList<string> Teacher { get; init; } = [];

    /// <summary>The training of the generalist: keys of 'distill train'.</summary>
    public JsonObject? Generalist { get; init; }

    /// <summary>The specialists: the keys below "specialists" of 'distill specialists assign'.</summary>
    public JsonObject? Specialists { get; init; }

    /// <summary>The labelling by the specialists, or else by the teacher: topK, temperatures, rowsPerShard.</summary>
    public JsonObject? Label { get; init; }

    /// <summary>The training of a student on the labels, or else live by the teacher: keys of 'distill train'.</summary>
    public JsonObject? Student { get; init; }

    /// <summary>A sweep of students: the keys below "grid" of 'distill sweep'. Its architectures are its parts.</summary>
    public JsonObject? Sweep { get; init; }

    /// <summary>Into how many parts labelling and counting are divided, 1 to 1,000.</summary>
    public int Parts { get; init; } = 8;

    /// <summary>What every process gets.</summary>
    public ClusterResources Resources { get; init; } = new();

    /// <summary>What the processes of a stage get instead, by its name, for example "generalist".</summary>
    public IReadOnlyDictionary<string, ClusterResources> StageResources { get; init; } = new Dictionary<string, ClusterResources>();

    /// <summary>What Slurm needs besides.</summary>
    public SlurmChoices Slurm { get; init; } = new();

    /// <summary>What Kubernetes needs besides.</summary>
    public KubernetesChoices Kubernetes { get; init; } = new();

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="DistillException">The file is no recipe; the message lists all that is wrong.</exception>
    public static ClusterRecipe Read(string path)
    {
        var recipe = StrictJson.ReadFile<ClusterRecipe>(path);
        ProblemList.ThrowIfAny(path, [.. recipe.Problems()]);
        return recipe;
    }

    private bool HasStages => Data is not null || Generalist is not null || Teacher.Count > 0 || Specialists is not null || Label is not null || Student is not null || Sweep is not null;

    /// <summary>What the processes of a stage get.</summary>
    public ClusterResources ResourcesOf(string stage) => StageResources.GetValueOrDefault(stage, Resources);

    // What both Slurm and Kubernetes take for the name of a job; Kubernetes adds the stage and allows 63 in all.
    [GeneratedRegex("^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    private IEnumerable<string> Problems() => new ProblemList
    {
        { !NamePattern().IsMatch(Name), $"name is '{Name}'; expected at most 40 lower-case letters, digits and hyphens, a letter first" },
        { Parts is < 1 or > 1000, $"parts is {Parts}; expected 1 to 1000" },
        { Comparison is not null && HasStages, "comparison has data and stages of its own; leave out data, generalist, teacher, specialists, label, student and sweep" },
        { Comparison is null && Data is null, "data is missing; give the data of all stages, or comparison with a recipe of 'distill run'" },
        { Comparison is null && Generalist is null && Teacher.Count == 0, "generalist is missing; give its training, or teacher with model files" },
        { Generalist is not null && Teacher.Count > 0, "both generalist and teacher are given; leave one of them out" },
        { Specialists is not null && Teacher.Count > 1, "specialists have one generalist; teacher names several files" },
        { Specialists is null && Label is null && Student is null && Sweep is null && Generalist is null && Comparison is null, "no stage is given; give generalist, specialists, label, student or sweep" },
        { "resources.", Resources.Problems() },
        { Resources.Ranks > 1, "resources.ranks would hold for all stages; give it in stageResources, for generalist or student" },
        StageResources.Where(stage => stage.Value.Ranks > 1 && !ClusterPlan.Trains(stage.Key)).Select(stage => $"stageResources.{stage.Key}.ranks: only generalist and student can be trained by several ranks"),
        StageResources.SelectMany(stage => stage.Value.Problems().Select(problem => $"stageResources.{stage.Key}.{problem}")),
        Slurm.Problems().Select(problem => $"slurm.{problem}"),
    };
}
