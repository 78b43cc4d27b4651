using Distill.Data;
using Distill.Data.Formats;
using Distill.Images;
using Distill.Jobs.Evaluation;
using Distill.Jobs.Predicting;
using Distill.Jobs.Recipes;
using Distill.Models.Import;
using Distill.Onnx.Export;
using Distill.Runs;
using Distill.Speech.Keywords;
using Distill.Teachers;
using Distill.Teachers.Answers;
using Distill.Teachers.Foreign;

namespace Distill.Cli.Terminal;

/// <summary>What members of the library are called on the command line.</summary>
internal static class RemedyNames
{
    /// <summary>The option or verb of each member that a message of the library may name.</summary>
    public static IReadOnlyDictionary<Remedy, string> All { get; } = new Dictionary<Remedy, string>
    {
        [Foreign(nameof(ForeignTeacherOptions.Size))] = "--teacher-size",
        [Foreign(nameof(ForeignTeacherOptions.Preset))] = "--teacher-mean",
        [Foreign(nameof(ForeignTeacherOptions.Mean))] = "--teacher-mean",
        [Foreign(nameof(ForeignTeacherOptions.StandardDeviation))] = "--teacher-std",
        [Foreign(nameof(ForeignTeacherOptions.Range))] = "--teacher-range",
        [Foreign(nameof(ForeignTeacherOptions.ColorOrder))] = "--teacher-color",
        [Foreign(nameof(ForeignTeacherOptions.Layout))] = "--teacher-layout",
        [Foreign(nameof(ForeignTeacherOptions.Output))] = "--teacher-output",
        [Foreign(nameof(ForeignTeacherOptions.OutputKind))] = "--teacher-output-kind",
        [Foreign(nameof(ForeignTeacherOptions.ClassMap))] = "--class-map",
        [Foreign(nameof(ForeignTeacherOptions.Provider))] = "--teacher-provider",
        [Csv(nameof(CsvOptions.Header))] = "--header",
        [Csv(nameof(CsvOptions.LabelColumn))] = "--label-column",
        [Csv(nameof(CsvOptions.IgnoreColumns))] = "--ignore-columns",
        [Csv(nameof(CsvOptions.Separator))] = "--separator",
        [Csv(nameof(CsvOptions.Encoding))] = "--encoding",
        [new Remedy(nameof(TextOptions), nameof(TextOptions.Column))] = "--text-column",
        [new Remedy(nameof(TextOptions), nameof(TextOptions.Bytes))] = "--text-bytes",
        [new Remedy(nameof(TrainRecipe), nameof(TrainRecipe.HardWeight))] = "--hard-weight",
        [new Remedy(nameof(TrainRecipe), nameof(TrainRecipe.HintModel))] = "--hint-model",
        [new Remedy(nameof(PredictRequest), nameof(PredictRequest.Models))] = "--and",
        [new Remedy(nameof(PredictJob), nameof(PredictJob.Open))] = "'distill predict'",
        [new Remedy(nameof(EvaluateJob), nameof(EvaluateJob.Run))] = "'distill evaluate'",
        [Data(nameof(DataOptions.Resize))] = "--resize",
        [Data(nameof(DataOptions.Color))] = "--color",
        [Data(nameof(DataOptions.Fit))] = "--fit",
        [Data(nameof(DataOptions.Background))] = "--background",
        [Data(nameof(DataOptions.SkipDamaged))] = "--skip-damaged",
        [new Remedy(nameof(AnswersOptions), nameof(AnswersOptions.Kind))] = "--answers-kind",
        [new Remedy(nameof(AnswersOptions), nameof(AnswersOptions.ClassMap))] = "--class-map",
        [new Remedy(nameof(KeywordOptions), nameof(KeywordOptions.SkipDamaged))] = "--skip-damaged",
        [Data(nameof(DataOptions.TestPart))] = "--test-part",
        [Data(nameof(DataOptions.ClassDepth))] = "--class-depth",
        [new Remedy(nameof(ImageOptions), nameof(ImageOptions.ArchiveNames))] = "--names",
        [new Remedy(nameof(Labeller), nameof(Labeller.Label))] = "'distill label'",
        [new Remedy(nameof(Labeller), nameof(Labeller.StoreVectors))] = "'distill vectors'",
        [new Remedy(nameof(OnnxExportOptions), nameof(OnnxExportOptions.Strings))] = "--strings",
        [new Remedy(nameof(WeightImport), nameof(WeightImport.Into))] = "'distill import'",
    };

    /// <summary>The message, and after it what the members that it names are called here.</summary>
    public static string Explain(Exception failure)
    {
        var names = (failure as DistillException)?.Remedies.Where(All.ContainsKey).Select(remedy => $"{remedy} is {All[remedy]}").ToList() ?? [];
        return names.Count == 0 ? failure.Message : $"{failure.Message} On the command line {string.Join(", ", names)}.";
    }

    private static Remedy Data(string property) => new(nameof(DataOptions), property);

    private static Remedy Csv(string property) => new(nameof(CsvOptions), property);

    private static Remedy Foreign(string property) => new(nameof(ForeignTeacherOptions), property);
}
