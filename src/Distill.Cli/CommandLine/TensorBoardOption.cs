using System.CommandLine;
using Distill.Jobs;
using Distill.Reports.TensorBoard;

namespace Distill.Cli.CommandLine;

/// <summary>The option by which trainings also write TensorBoard's files.</summary>
internal static class TensorBoardOption
{
    /// <summary>A new option for one verb.</summary>
    public static Option<bool> Create() =>
        new Option<bool>("--tensorboard") { Description = "Also write TensorBoard event files, into the folder of each training." }.In(HelpGroups.Run);

    /// <summary>The same context, whose trainings write event files where that is wanted.</summary>
    public static JobContext WithTensorBoard(this JobContext context, bool wanted) => !wanted ? context : context with
    {
        Observers = (folder, step) => [new EventFileWriter(folder, step > 0 ? step : null)],
    };
}
