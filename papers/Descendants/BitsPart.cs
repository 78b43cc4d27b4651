using Descendants.Plans;
using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs;
using Distill.Jobs.Budgets;
using Distill.Jobs.Export;
using Distill.Jobs.Members;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Onnx;
using Distill.Onnx.Export;
using Distill.Runs;
using Distill.Runs.Results;

namespace Descendants;

/// <summary>
/// What the students of plain soft targets have right as files of fewer bits: rounded, and after they learned as the integers of their file. The
/// control is as much training in f32. All are measured in ONNX Runtime.
/// </summary>
internal sealed class BitsPart(ObjectivesWork work, SetPart set, string student)
{
    private static readonly WeightFormat[] Integers = [WeightFormat.Int8, WeightFormat.Int4];

    private readonly ExampleView calibration = IntegerTraining.Calibration(set.Examples);
    private readonly Dictionary<long, string> identities = [];

    private BitsPlan Plan => work.Experiment.Bits;

    private string Folder => Path.Combine(work.Run.Path, "bits");

    private IReadOnlyList<(string Id, WeightFormat Weights, Func<long, JobContext, string> Model, bool Learns)> Kinds =>
    [
        ("f32", WeightFormat.F32, (seed, _) => Student(seed), false),
        ("f32Longer", WeightFormat.F32, Longer, false),
        .. Integers.SelectMany(weights => new (string, WeightFormat, Func<long, JobContext, string>, bool)[]
        {
            ($"{BudgetText.Of(weights)}Rounded", weights, (seed, _) => Student(seed), false),
            ($"{BudgetText.Of(weights)}Learned", weights, (seed, _) => Student(seed), true),
        }),
    ];

    /// <summary>Makes the files that no other process has begun, and waits for those.</summary>
    /// <returns>Of each kind a file for each seed.</returns>
    public IReadOnlyList<IReadOnlyList<string>> Files()
    {
        var seeds = work.Experiment.Seeds;
        OutputPath.MakeFolder(Folder);
        AtomicFile.RemoveLeftovers(Folder);
        var files = SharedWork.All<string>(
            [
                .. Kinds.SelectMany(kind => seeds.Select(seed => (
                    File(kind.Id, seed) + ".claim",
                    (Func<JobContext, string>)(own => Exported(File(kind.Id, seed), kind.Weights, kind.Model(seed, own), kind.Learns, own))))),
            ],
            "files",
            work.Context);
        return [.. files.Chunk(seeds.Count)];
    }

    /// <summary>Makes the files and measures them.</summary>
    public BitsResults Run()
    {
        var files = Files();
        var scores = Kinds.Zip(files).ToDictionary(kind => kind.First.Id, kind => (IReadOnlyList<CaseScores>)[.. kind.Second.Select(Scores)]);
        List<PairedTest> tests =
        [
            .. Integers.SelectMany(bits => new[] { $"{BudgetText.Of(bits)}Rounded", "f32", "f32Longer" }.Select(other =>
                ModelComparison.Between(scores[other], scores[$"{BudgetText.Of(bits)}Learned"]).ToPairedTest(other, $"{BudgetText.Of(bits)}Learned"))),
        ];
        var corrected = Holm.OverSeeds(tests);
        return new BitsResults(
            set.Plan.Data, Plan.Epochs * set.Plan.Views, set.Test.Count,
            [
                .. Kinds.Zip(files, (kind, own) => new BitsRow(
                    kind.Id,
                    [.. scores[kind.Id].Select(seed => (long)seed.Errors)],
                    [.. own.Select(file => new FileInfo(file).Length)])),
            ])
        {
            Differences = [.. tests.Select((test, number) => new FileDifference(test.First, test.Second, test.IntervalSeedsAndCases!.Estimate, test.IntervalSeedsAndCases, test.OverSeeds, corrected?[number]))],
        };
    }

    // All that decides a file is in its name.
    private string File(string id, long seed) => Path.Combine(Folder, $"{id}-seed-{seed}-{Identity(seed)}.onnx");

    private string Identity(long seed)
    {
        if (identities.TryGetValue(seed, out var known))
        {
            return known;
        }

        using var model = ModelFile.Load(Student(seed));
        return identities[seed] = Fingerprint.Of(
            model.Fingerprint().Value, set.Views.Fingerprint.Value, set.Targets.Fingerprint.Value, calibration.Fingerprint.Value,
            FormattableString.Invariant($"{Plan.Epochs} epochs from {Plan.Rate}")).Value[..12];
    }

    private string Student(long seed) => RunDirectory.Open(work.Run.MemberPath(student, seed)).ModelPath;

    private string Longer(long seed, JobContext context)
    {
        using var before = ModelFile.Load(Student(seed));
        var options = Plan.Training().Options(null);
        var training = new MemberTraining($"{student}-longer-{seed}-{Identity(seed)}", before.Spec!, set.Views, null, IntegerTraining.Objective, set.Targets, options)
        {
            Start = MemberTraining.StartAt(Student(seed)),
        };
        return training.In(work.Run, context.Named($"{set.Plan.Data}: seed {seed} trains on in f32")).Run.ModelPath;
    }

    private string Exported(string file, WeightFormat weights, string trained, bool learns, JobContext context)
    {
        var checkpoints = IntegerTraining.Checkpoints(file);
        if (System.IO.File.Exists(file))
        {
            RemoveCheckpoints();
            return file;
        }

        var options = new OnnxExportOptions { Weights = weights };
        using var model = ModelFile.Load(trained);
        using var learned = learns
            ? Plan.Training().Run(model, options, set.Views, calibration, null, set.Targets, checkpoints, context.Under(Path.GetFileNameWithoutExtension(file)))
            : null;
        var bytes = OnnxExporter.Export(learned ?? model, options, calibration, context.CancellationToken);
        AtomicFile.Write(file, stream => stream.Write(bytes));
        RemoveCheckpoints();
        return file;

        void RemoveCheckpoints()
        {
            if (Directory.Exists(checkpoints))
            {
                Directory.Delete(checkpoints, recursive: true);
            }
        }
    }

    private CaseScores Scores(string file)
    {
        using var exported = OnnxTeacher.Open(file, set.Test.Shape, [.. set.Test.ClassNames]);
        return Predictor.Of(exported).Predict(set.Test, progress: work.Context.Named("evaluating").Progress, cancellationToken: work.Context.CancellationToken).Evaluate().Scores!;
    }
}
