namespace Distill.Runs.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_writer_that_fails_leaves_the_old_content_and_nothing_else()
    {
        var path = folder.File("file");
        AtomicFile.WriteText(path, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void What_killed_writers_left_in_a_folder_is_removed_and_what_lies_below_is_not()
    {
        Directory.CreateDirectory(folder.File("below"));
        var below = Path.Combine("below", "b.x2" + AtomicFile.TemporarySuffix);
        foreach (var name in new[] { "a", "a.x1" + AtomicFile.TemporarySuffix, below })
        {
            File.WriteAllText(folder.File(name), "");
        }

        AtomicFile.RemoveLeftovers(folder.Path);
        Assert.Equal(
            [folder.File("a"), folder.File(below)], Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_somebody_is_writing_is_no_leftover()
    {
        var path = folder.File("file");
        AtomicFile.Write(path, stream =>
        {
            stream.WriteByte((byte)'a');
            AtomicFile.RemoveLeftovers(folder.Path);
            stream.WriteByte((byte)'b');
        });
        Assert.Equal("ab", File.ReadAllText(path));
    }

    [Fact]
    public void Two_that_write_one_file_at_once_both_succeed_and_the_last_to_finish_wins()
    {
        var path = folder.File("file");
        AtomicFile.Write(path, slow =>
        {
            slow.WriteByte((byte)'s');
            AtomicFile.WriteText(path, "fast");
            Assert.Equal("fast", File.ReadAllText(path));
            slow.WriteByte((byte)'l');
        });
        Assert.Equal("sl", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void One_that_fails_takes_nothing_of_another()
    {
        var path = folder.File("file");
        AtomicFile.Write(path, stream =>
        {
            Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException()));
            stream.WriteByte((byte)'a');
        });
        Assert.Equal("a", File.ReadAllText(path));
    }

    [Fact]
    public void A_folder_that_is_missing_and_a_target_that_is_a_folder_are_named_and_temporary_names_are_not()
    {
        var missing = Mistake(folder.File("absent/file"));
        Assert.Contains($"there is no folder {folder.File("absent")}", missing, StringComparison.Ordinal);
        Assert.DoesNotContain(AtomicFile.TemporarySuffix, missing, StringComparison.Ordinal);

        Directory.CreateDirectory(folder.File("taken/full"));
        var taken = Mistake(folder.File("taken"));
        Assert.Contains("taken", taken, StringComparison.Ordinal);
        Assert.DoesNotContain(AtomicFile.TemporarySuffix, taken, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));

        static string Mistake(string path) => Assert.ThrowsAny<DistillException>(() => AtomicFile.WriteText(path, "text")).Message;
    }

    [Fact]
    public void The_name_under_which_a_file_is_written_is_not_told()
    {
        var path = folder.File("student.onnx");
        var error = Assert.Throws<DistillException>(() => AtomicFile.Write(path, stream => throw new IOException($"Input/output error : '{((FileStream)stream).Name}'")));
        Assert.Equal($"{path} cannot be written: Input/output error : '{path}'", error.Message);
    }

    [Fact]
    public void A_device_that_is_full_is_a_failure_of_the_work()
    {
        const string full = "/dev/full";
        Assert.SkipUnless(File.Exists(full), "This system has no /dev/full.");
        var error = Assert.Throws<DistillException>(() => AtomicFile.Write(folder.File("file"), _ => File.WriteAllText(full, "text")));
        Assert.Contains($"{folder.File("file")} cannot be written: the disk is full", error.Message, StringComparison.Ordinal);
        Assert.Equal((FailureReason.Storage, true), (error.Reason, error.IsWorkFailure));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
