using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Distill.Images;
using Distill.Jobs.Datasets;
using Distill.Jobs.Recipes.Budgets;
using Distill.Jobs.Recipes.Hints;
using Distill.Jobs.Recipes.Schedules;
using Distill.Jobs.Recipes.Teaching;
using Distill.Jobs.Work;
using Distill.Libtorch;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Objectives;
using Distill.Runs;
using Distill.Teachers;
using Distill.Teachers.Foreign;
using Distill.Training;
using Distill.Training.Hints;

namespace Distill.Jobs.Recipes;

/// <summary>One training: of a model on labels, or of a student from a teacher or stored targets.</summary>
public sealed record TrainRecipe
{
    private const int MostGenerations = 20;

    /// <summary>A name of a set, or a path to images, recordings, an archive, IDX, CIFAR or CSV files.</summary>
    public required string Data { get; init; }

    /// <summary>Choices for files of one's own: size and colour of images, columns of CSV.</summary>
    public DataOptions Reading { get; init; } = new();

    /// <summary>
    /// Further data to learn from by a teacher's answers: names of sets or paths, read as <see cref="Data"/> is. Labels that they have are
    /// not read.
    /// </summary>
    public IReadOnlyList<string> Unlabelled { get; init; } = [];

    /// <summary>
    /// How many variations of each example to learn from by a teacher's answers, 0 to 1000: of a text some of its words, in their order; of an
    /// image mixtures with another.
    /// <see cref="SplitSeed"/> decides them.
    /// </summary>
    public int Variations { get; init; }

    /// <summary>The share of the labelled training examples kept aside to measure progress, 0.01 to 0.5; 0 for none.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Decides which examples are held out.</summary>
    public long SplitSeed { get; init; } = 1;

    /// <summary>Use only this many training examples, picked evenly over the classes; null for all. At least 20.</summary>
    public int? Limit { get; init; }

    /// <summary>The architecture; null takes that of <see cref="Start"/>.</summary>
    public NetworkSpec? Network { get; init; }

    /// <summary>
    /// A model file whose weights and normalisation the training starts from; null starts from random weights. Layers
    /// that other classes give another shape start from random weights all the same. A perceptron narrower than the
    /// model's gets some of its units.
    /// </summary>
    public string? Start { get; init; }

    /// <summary>Teacher files, of this toolkit or others; several make an ensemble. None, and no <see cref="Targets"/>, trains on labels alone.</summary>
    public IReadOnlyList<string> Teacher { get; init; } = [];

    /// <summary>What teacher files of other toolkits do not say for themselves.</summary>
    public ForeignTeacherOptions TeacherOptions { get; init; } = new();

    /// <summary>How the distributions of several teachers are averaged.</summary>
    public EnsembleMean Mean { get; init; } = EnsembleMean.Arithmetic;

    /// <summary>How much each teacher file counts in the mean, one number above 0 for each; null counts all alike.</summary>
    public IReadOnlyList<double>? TeacherWeights { get; init; }

    /// <summary>Whether each teacher file counts for each class as it knows it, by the held-out examples.</summary>
    public bool WeighTeachersByClass { get; init; }

    /// <summary>Whether each teacher file counts for each example as it is sure of it, as <see cref="EnsembleTeacher.ByCertainty"/> says.</summary>
    public bool WeighTeachersByCertainty { get; init; }

    /// <summary>A store of soft targets, in place of teacher files.</summary>
    public string? Targets { get; init; }

    /// <summary>
    /// The decay of a teacher that is the running mean of the student itself, more than 0 and less than 1, in place of teacher files; null for none.
    /// </summary>
    public double? MeanTeacher { get; init; }

    /// <summary>
    /// How many further students of the architecture are trained beside this one, 0 to 20: all learn from the mean of the others' answers, in
    /// place of a teacher (mutual learning).
    /// </summary>
    public int Peers { get; init; }

    /// <summary>
    /// How many students of the architecture are trained one after another, 1 to 20: each is the next one's teacher, and the last is the result
    /// (born-again networks). The first learns from the teacher, or from labels alone where there is none.
    /// </summary>
    public int Generations { get; init; } = 1;

    /// <summary>A store of vectors, made by <c>distill vectors</c>, that what the last layer reads follows beside all else; null for none.</summary>
    public string? Vectors { get; init; }

    /// <summary>The weight of the distance to these vectors, beside the objective's own loss; finite and above 0.</summary>
    public double VectorWeight { get; init; } = 1;

    /// <summary>Whether their lengths count: squared differences are made small, and not angles.</summary>
    public bool VectorLengths { get; init; }

    /// <summary>Whether the student's answers are the vectors themselves: it is then an embedder, and has no classes.</summary>
    public bool Embedder { get; init; }

    /// <summary>
    /// Hidden layers of the student that follow hidden layers of a model, each as "student=model", for example "relu1=relu2"; beside all
    /// else. Empty for none.
    /// </summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>The model file, of this toolkit or ONNX, whose layers guide; null takes the teacher, where there is one file of it.</summary>
    public string? HintModel { get; init; }

    /// <summary>What of the model's layers is reproduced.</summary>
    public HintKind HintKind { get; init; }

    /// <summary>The weight of the hints, beside the objective's own loss; finite and above 0.</summary>
    public double HintWeight { get; init; } = 1;

    /// <summary>Whether hidden layers alone learn, without labels and soft targets: the first of two stages, of which the second starts from its model.</summary>
    public bool HintsAlone { get; init; }

    /// <summary>T of the soft term, greater than 0; at the first step, where it changes.</summary>
    [JsonIgnore]
    public double Temperature { get => ScheduledTemperature.From; init => ScheduledTemperature = value; }

    /// <summary>w of the label term, 0 to 1; at the first step, where it changes.</summary>
    [JsonIgnore]
    public double HardWeight { get => ScheduledHardWeight.From; init => ScheduledHardWeight = value; }

    /// <summary><see cref="Temperature"/> at every step.</summary>
    [JsonInclude, JsonPropertyName("temperature")]
    internal ScheduledNumber ScheduledTemperature { get; init; } = 4;

    /// <summary><see cref="HardWeight"/> at every step.</summary>
    [JsonInclude, JsonPropertyName("hardWeight")]
    internal ScheduledNumber ScheduledHardWeight { get; init; } = 0.1;

    /// <summary>What is minimised where there is a teacher.</summary>
    public ObjectiveKind Objective { get; init; } = ObjectiveKind.Distillation;

    /// <summary>
    /// The weights of the objective's own terms, where it has such: α and β of decoupled, β and γ of correlation, β of jensenShannon,
    /// γ of normalised, those of batch and classes of multiLevel. Null for the published ones.
    /// </summary>
    public IReadOnlyList<double>? ObjectiveWeights { get; init; }

    /// <summary>What of the teacher's answer to an example its soft part counts by; null where all examples count the same.</summary>
    public CaseWeight? CaseWeight { get; init; }

    /// <summary>
    /// Where teachers and students compute: cpu, the default; cuda, or cuda:1 for the second card; mps; or auto, which is a card where
    /// there is one. A training goes on where it began.
    /// </summary>
    public string? Device { get; init; }

    /// <summary>
    /// What the student's file may take; its widths, depth and bits are then found by short trainings, and with <see cref="Start"/> by taking units
    /// out of that model. Null where the architecture is given.
    /// </summary>
    [JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal BudgetRecipe? Budget { get; init; }

    /// <summary>How the model is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Whether soft targets take part.</summary>
    internal bool Distils => !HintsAlone && (HasTeacher || MeanTeacher is not null || Generations > 1 || Peers > 0);

    /// <summary>Whether there is a teacher before the first student.</summary>
    internal bool HasTeacher => Teacher.Count > 0 || Targets is not null;

    /// <summary>What of the training part is used, and held out.</summary>
    internal TrainingSplit Split => new(Limit, HeldOut, SplitSeed);

    /// <summary>Makes a recipe from a tree of keys, with all problems reported together.</summary>
    /// <param name="tree">The keys.</param>
    /// <param name="source">What to call them in messages.</param>
    /// <param name="typed">
    /// Of a recipe that somebody has just written: the paths of keys that were typed one by one, and how, for example
    /// "hardWeight" and "--hard-weight". A key that was set and that nothing would read is then a problem. Null for a
    /// recipe that was stored before.
    /// </param>
    /// <exception cref="DistillException">A key is unknown, a value out of range, or a key would change nothing.</exception>
    public static TrainRecipe Read(JsonNode tree, string source, IReadOnlyDictionary<string, string>? typed = null)
    {
        var recipe = StrictJson.Read<TrainRecipe>(tree, source);
        ProblemList.ThrowIfAny(source, [.. recipe.Problems(), .. IdleKey.Problems(recipe.IdleKeys(), typed)]);
        return recipe;
    }

    /// <summary>What the training minimises beside its vectors.</summary>
    internal IObjective MakeObjective() => Embedder || HintsAlone ? HintMatching.Alone : Distils ? Objective.Make(ScheduledTemperature, ScheduledHardWeight, ObjectiveWeights, CaseWeight) : new HardLabels();

    private bool LearnsWithoutLabels => Distils && (Unlabelled.Count > 0 || Variations > 0);

    private ProblemList Problems() => new()
    {
        Split.Problems(),
        UnlabelledExamples.Problems(Unlabelled, Variations, ""),
        {
            LearnsWithoutLabels && Objective.ReadsLabels(0, CaseWeight),
            $"{(Unlabelled.Count > 0 ? "unlabelled examples" : "variations")} have no label, and {(Objective.ReadsLabels(0, null) ? "the objective reads labels at any hardWeight; choose another objective" : "caseWeight is label; choose another")}"
        },
        {
            LearnsWithoutLabels && !Objective.ReadsLabels(0, CaseWeight) && Objective.ReadsLabels(ScheduledHardWeight.Highest, CaseWeight),
            $"{(Unlabelled.Count > 0 ? "unlabelled examples" : "variations")} have no label, and hardWeight is {ScheduledHardWeight}; set hardWeight to 0 to learn from soft targets alone"
        },
        { Network is null && Start is null && Budget is null, "network is missing; expected an architecture, or start with a model file" },
        Budget?.Problems(this) ?? [],
        { Start is not null && Network is (TransformerSpec { Encoder: not null } or IPieceNetwork { Vectors: not null }), "network names an encoder to start from, and start a model; give one of them" },
        { Start is not null && Network is IPieceNetwork { SeenPieces: true }, "network keeps the pieces of the training texts, and the model to start from has pieces of its own; leave seenPieces out" },
        TeacherChoice.Problems(Teacher, Targets, TeacherOptions, HintModel),
        TeacherChoice.WeightProblems(Teacher.Count, TeacherWeights, WeighTeachersByClass, "teacherWeights", "weighTeachersByClass", HeldOut),
        TeacherChoice.CertaintyProblems(Teacher.Count, WeighTeachersByCertainty, WeighTeachersByClass, "weighTeachersByCertainty", "weighTeachersByClass"),
        { MeanTeacher is { } decay && !(decay is > 0 and < 1), FormattableString.Invariant($"meanTeacher is {MeanTeacher}; expected more than 0 and less than 1, such as 0.999") },
        { MeanTeacher is not null && (HasTeacher || Generations > 1), "meanTeacher makes the student's mean its teacher, and there is another; leave one of them out" },
        PeerChoice.Problems(this),
        { Generations is < 1 or > MostGenerations, $"generations is {Generations}; expected 1 to {MostGenerations}" },
        { Generations > 1 && Budget is not null, "generations train one architecture, and a budget tries many; leave one of them out" },
        { Generations > 1 && (Embedder || HintsAlone), "generations teach soft targets, which an embedder and hidden layers alone do not learn; leave generations out" },
        { Embedder && Vectors is null, "embedder is true, and vectors names no store of what it is to answer; make one with 'distill vectors'" },
        { Embedder && Distils, "embedder is true, and there is a teacher of classes, which an embedder has not; leave the teacher out" },
        { !double.IsFinite(VectorWeight) || VectorWeight <= 0, $"vectorWeight is {VectorWeight}; expected a finite number above 0" },
        HintChoice.Problems(this),
        { HintsAlone && Targets is not null, "hintsAlone is true, and targets names soft targets, which it does not read; leave them out" },
        ComputeDevice.Problems(Device),
        NetworkSizes.Problems(Network, "network"),
        ObjectiveChoice.Problems(ScheduledTemperature, ScheduledHardWeight),
        Distils ? Objective.Problems(ScheduledTemperature, ScheduledHardWeight, ObjectiveWeights) : [],
        CaseWeightChoice.Problems(this),
        { "training.", Training.Problems() },
    };

    private IEnumerable<IdleKey> IdleKeys()
    {
        var noTeacher = HintsAlone ? "hidden layers alone learn" : "there is no teacher (teacher, targets, meanTeacher, generations or peers) to learn from";
        const string logits = "logitMatching compares logits alone, without temperature and without labels";
        const string levels = "multiLevel has temperatures of its own, 2 to 6";
        var initial = new TrainRecipe { Data = Data };
        if (!Distils || !Objective.HasTemperature())
        {
            yield return new("temperature", ScheduledTemperature != initial.ScheduledTemperature, !Distils ? noTeacher : Objective == ObjectiveKind.MultiLevel ? levels : logits);
        }

        if (!Distils || !Objective.HasHardWeight())
        {
            yield return new("hardWeight", ScheduledHardWeight != initial.ScheduledHardWeight, !Distils ? noTeacher : logits);
        }

        if (!Distils)
        {
            yield return new("objective", Objective != initial.Objective, noTeacher);
            yield return new("objectiveWeights", ObjectiveWeights is not null, noTeacher);
            yield return new("caseWeight", CaseWeight is not null, noTeacher);
            yield return new("unlabelled", Unlabelled.Count > 0 && !Embedder, noTeacher);
            yield return new("variations", Variations != 0 && !Embedder, noTeacher);
        }

        foreach (var key in HintChoice.IdleKeys(this))
        {
            yield return key;
        }

        if (Vectors is null)
        {
            const string noVectors = "there are no vectors to follow";
            yield return new("vectorWeight", VectorWeight != initial.VectorWeight, noVectors);
            yield return new("vectorLengths", VectorLengths, noVectors);
        }

        if (Teacher.Count == 0)
        {
            yield return TeacherChoice.IdleMean(Mean);
        }
    }
}
