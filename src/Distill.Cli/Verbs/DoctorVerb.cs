using System.CommandLine;
using System.Globalization;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Diagnosis;
using Distill.Jobs.Diagnosis;

namespace Distill.Cli.Verbs;

/// <summary>Tells what this machine computes rightly, how fast, and with which software.</summary>
internal static class DoctorVerb
{
    private static readonly string[] Precisions = ["f32", "bf16"];

    public static Command Create()
    {
        var command = new Command(
            "doctor",
            "Check this machine: whether libtorch computes layers rightly, how fast, with which software and folders. Exit code 1 when something is wrong that has no cure.");
        command.Runs((_, screen, cancellationToken) =>
        {
            DoctorOutcome found;
            using (var progress = screen.Progress())
            {
                found = DoctorJob.Run(progress.Context(cancellationToken));
            }

            screen.WriteJson(found);
            Tell(screen, found);
            return found.Ok ? ExitCode.Done : ExitCode.Failed;
        });
        return command.WithExamples("distill doctor", "distill doctor --json > doctor.json");
    }

    private static void Tell(Screen screen, DoctorOutcome found)
    {
        Screen.Say(string.Create(CultureInfo.InvariantCulture, $"machine       {found.Machine.Processor}, {found.Machine.Cores} cores, {found.Machine.MemoryBytes / (double)(1L << 30):N1} GiB, {found.Machine.OperatingSystem}"));
        Screen.Say($"software      Distill.NET {found.Versions.Distill}, .NET {found.Versions.DotNet}, TorchSharp {found.Versions.TorchSharp}, libtorch {found.Libtorch.Version}");
        Screen.Say($"libtorch      {found.Threads} threads, oneDNN {found.Libtorch.OneDnn switch { true => "on", false => "off", null => "unknown" }}");
        Screen.Say(string.Create(CultureInfo.InvariantCulture, $"products      {found.PeakGflops.F32:N0} GFLOP/s in f32, {found.PeakGflops.Bf16:N0} in bf16 at best"));
        Screen.Say($"ONNX Runtime  {found.OnnxRuntime.Version}: {string.Join(", ", found.OnnxRuntime.Providers)}");
        Screen.Say($"cache         {found.Folders.Cache}{(found.Folders.CacheIsWritable ? "" : " (cannot be written; DISTILL_CACHE names another)")}");
        Screen.Say($"data          {(found.Folders.Data is { } data ? data + (found.Folders.DataExists ? "" : " (not there)") : "DISTILL_DATA is not set")}");
        if (!found.Libtorch.LayersCanBeChecked)
        {
            Screen.Say("Layers cannot be checked on this system.");
            return;
        }

        screen.WriteTable(
            ["compared with double precision", .. Precisions],
            found.Checks.GroupBy(check => $"{check.Name}{(check.Layout == "plain" ? "" : ", channels last")}").Select(checks => (IReadOnlyList<string>)
                [checks.Key, .. Precisions.Select(precision => Text(checks.FirstOrDefault(check => check.Precision == precision)))]));
        var wrong = found.Checks.Where(check => !check.Ok).ToArray();
        Screen.Say(wrong.Length == 0 ? $"All {found.Checks.Count} checks agree with double precision."
            : $"{wrong.Length} of {found.Checks.Count} checks are wrong: {wrong.Count(check => check.Cure is not null)} have a cure that is used without asking, {wrong.Count(check => check.Cure is null)} have none.");
    }

    private static string Text(LayerFinding? check) => check switch
    {
        null => "",
        { Ok: true, Deviation: { } deviation } => deviation.ToString("0.0e+0", CultureInfo.InvariantCulture),
        { Cure: { } cure } => $"wrong: {cure}",
        _ => "wrong, no cure",
    };
}
