using Distill.Runs;
using Distill.Studio.Serving;
using Microsoft.AspNetCore.Http;

namespace Distill.Studio.Control;

/// <summary>Answers requests to stop a run or to resume it.</summary>
/// <param name="control">Does it.</param>
internal sealed class ControlAnswers(RunControl control)
{
    /// <summary>The command that resumes a run, and whether a button can.</summary>
    public Task Resumption(HttpContext http) => http.WriteJson(new
    {
        command = control.Command(http.Names("run")[0]) is { } command ? ShellLine.Of(command.Prepend("distill")) : null,
        control.CanResume,
    });

    /// <summary>Asks the run's process to stop.</summary>
    public async Task Stop(HttpContext http)
    {
        control.Stop((await http.ReadJson<RunBody>()).Run);
        await http.WriteJson(new { asked = true });
    }

    /// <summary>Starts a process that resumes the run.</summary>
    public async Task Resume(HttpContext http)
    {
        await control.Resume((await http.ReadJson<RunBody>()).Run, http.RequestAborted);
        await http.WriteJson(new { started = true });
    }
}
