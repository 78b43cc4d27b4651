namespace Distill.Runs.Tests;

public sealed class OutputPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_that_can_be_written_leaves_no_trace_of_the_look()
    {
        File.WriteAllText(folder.File("old"), "kept");
        OutputPath.RequireFile(folder.File("old"));
        OutputPath.RequireFile(folder.File("new"));
        Assert.Equal([folder.File("old")], Directory.GetFiles(folder.Path));
        Assert.Equal("kept", File.ReadAllText(folder.File("old")));
    }

    [Fact]
    public void A_missing_folder_a_folder_for_a_file_and_a_file_for_a_folder_are_named()
    {
        Assert.Contains($"there is no folder {folder.File("absent")}", Mistake(() => OutputPath.RequireFile(folder.File("absent/model.onnx"))), StringComparison.Ordinal);
        Assert.Contains("is a folder; name a file", Mistake(() => OutputPath.RequireFile(folder.Path)), StringComparison.Ordinal);
        File.WriteAllText(folder.File("file"), "");
        Assert.Contains("is a file; name a folder", Mistake(() => OutputPath.RequireFolder(folder.File("file"))), StringComparison.Ordinal);
        Assert.Contains("cannot be made", Mistake(() => OutputPath.RequireFolder(folder.File("file/below"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_made_with_those_above_it()
    {
        OutputPath.RequireFolder(folder.File("a/b/c"));
        Assert.Empty(Directory.GetFiles(folder.File("a/b/c")));
    }

    [Fact]
    public void A_folder_that_the_user_may_not_write_is_named()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Needs Unix, and a user who may not write everywhere.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var closed = Directory.CreateDirectory(folder.File("closed"), UnixFileMode.UserRead | UnixFileMode.UserExecute).FullName;
        Assert.Contains($"{closed} does not let this user write", Mistake(() => OutputPath.RequireFile(Path.Combine(closed, "file"))), StringComparison.Ordinal);
    }

    private static string Mistake(Action act) => Assert.Throws<DistillException>(act).Message;
}
