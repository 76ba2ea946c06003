// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.Call;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.internal.retrofit.SendingOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Path;
import retrofit2.http.Query;

/**
 * The endpoints of the Google Sheets API, version 4, that the client uses. Endpoints that only read are idempotent, also
 * where they are a POST. A write whose outcome is unknown is never repeated here; {@link WriteQueue} reads the content of
 * the sheet first.
 */
interface SheetsEndpoints {
    @GET("v4/spreadsheets/{id}")
    Call<JsonNode> spreadsheet(
            @Path("id") String id, @Query("fields") String fields, @Query("ranges") List<String> ranges);

    @POST("v4/spreadsheets/{id}:getByDataFilter")
    @SendingOptions(idempotent = true)
    Call<JsonNode> spreadsheetByDataFilter(
            @Path("id") String id, @Query("fields") String fields, @retrofit2.http.Body Body body);

    @POST("v4/spreadsheets")
    Call<JsonNode> create(@Query("fields") String fields, @retrofit2.http.Body Body body);

    @POST("v4/spreadsheets/{id}:batchUpdate")
    Call<JsonNode> change(@Path("id") String id, @Query("fields") String fields, @retrofit2.http.Body Body body);

    @GET("v4/spreadsheets/{id}/values/{range}")
    Call<byte[]> values(
            @Path("id") String id,
            @Path("range") String range,
            @Query("valueRenderOption") String render,
            @Query("dateTimeRenderOption") String dates);

    @GET("v4/spreadsheets/{id}/values:batchGet")
    Call<byte[]> batchGet(
            @Path("id") String id,
            @Query("ranges") List<String> ranges,
            @Query("valueRenderOption") String render,
            @Query("dateTimeRenderOption") String dates);

    @POST("v4/spreadsheets/{id}/values:batchGetByDataFilter")
    @SendingOptions(idempotent = true)
    Call<byte[]> batchGetByDataFilter(@Path("id") String id, @retrofit2.http.Body Body body);

    @PUT("v4/spreadsheets/{id}/values/{range}")
    @SendingOptions(once = true)
    Call<JsonNode> update(
            @Path("id") String id,
            @Path("range") String range,
            @Query("valueInputOption") String input,
            @retrofit2.http.Body Body body);

    @POST("v4/spreadsheets/{id}/values:batchUpdate")
    Call<JsonNode> batchUpdate(@Path("id") String id, @retrofit2.http.Body Body body);

    @POST("v4/spreadsheets/{id}/values:batchUpdateByDataFilter")
    Call<JsonNode> batchUpdateByDataFilter(@Path("id") String id, @retrofit2.http.Body Body body);

    @POST("v4/spreadsheets/{id}/values/{range}:append")
    Call<JsonNode> append(
            @Path("id") String id,
            @Path("range") String range,
            @Query("valueInputOption") String input,
            @Query("insertDataOption") String insert,
            @retrofit2.http.Body Body body);

    @POST("v4/spreadsheets/{id}/values:batchClear")
    Call<JsonNode> batchClear(@Path("id") String id, @retrofit2.http.Body Body body);

    @POST("v4/spreadsheets/{id}/values:batchClearByDataFilter")
    Call<JsonNode> batchClearByDataFilter(@Path("id") String id, @retrofit2.http.Body Body body);

    @GET("v4/spreadsheets/{id}/developerMetadata/{metadataId}")
    Call<JsonNode> metadata(@Path("id") String id, @Path("metadataId") long metadataId);

    @POST("v4/spreadsheets/{id}/developerMetadata:search")
    @SendingOptions(idempotent = true)
    Call<JsonNode> searchMetadata(@Path("id") String id, @retrofit2.http.Body Body body);

    /** The endpoints of Google Drive, version 3. */
    interface Drive {
        @GET("drive/v3/files/{id}")
        Call<JsonNode> file(
                @Path("id") String id,
                @Query("fields") String fields,
                @Query("supportsAllDrives") @Nullable Boolean shared);
    }
}
