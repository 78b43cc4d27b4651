using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Cli.Terminal;

/// <summary>Units a second, over the whole task so far.</summary>
internal sealed class RateColumn(IReadOnlyDictionary<ProgressTask, string> units) : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var seconds = task.ElapsedTime?.TotalSeconds ?? 0;
        return seconds < 0.5 ? Text.Empty : new Text(ProgressLine.Rate(task.Value / seconds, units.GetValueOrDefault(task, "")));
    }
}
