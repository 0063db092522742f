using Hops.Core.Errors;
using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.Tests.WebHdfs;

public sealed class RemoteExceptionTests
{
    [Theory]
    [InlineData(ErrorCode.Unauthenticated, 401)]
    [InlineData(ErrorCode.AccessDenied, 403)]
    [InlineData(ErrorCode.ExportDenied, 403)]
    [InlineData(ErrorCode.NotFound, 404)]
    [InlineData(ErrorCode.IsADirectory, 404)]
    [InlineData(ErrorCode.AlreadyExists, 403)]
    [InlineData(ErrorCode.InvalidArgument, 400)]
    [InlineData(ErrorCode.InvalidPath, 400)]
    [InlineData(ErrorCode.Unsupported, 400)]
    [InlineData(ErrorCode.StorageQuotaExceeded, 403)]
    [InlineData(ErrorCode.OutOfRange, 403)]
    [InlineData(ErrorCode.Internal, 500)]
    [InlineData(ErrorCode.CorruptData, 500)]
    public void Status_follows_the_rule_of_hadoop(ErrorCode code, int status) =>
        RemoteException.Status(ErrorTable.Row(code)).ShouldBe(status);

    [Fact]
    public void No_status_is_one_that_clients_take_for_a_redirect() =>
        ErrorTable.Rows.Select(RemoteException.Status).ShouldAllBe(status => status == 400 || status == 401 || status == 403 || status == 404 || status == 500);
}
